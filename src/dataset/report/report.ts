import type { FileScan } from '../scan/fileScan';

/** How results are written; files come one after the other, and problems one after the other in each. */
export interface Report {
  /** Pieces of output, in order. */
  write(scans: AsyncIterable<FileScan>): AsyncGenerator<string>;
  /** All that it writes is printable already, and no text of a file begins a command to a build service. */
  readonly isPrintable?: boolean;
}
