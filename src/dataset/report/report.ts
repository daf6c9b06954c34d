import type { FileScan } from '../scan/fileScan';

/** How results are written; files come one after the other, and problems one after the other in each. */
export interface Report {
  /** Pieces of output, in order. */
  write(scans: AsyncIterable<FileScan>): AsyncGenerator<string>;
  /** Its lines are commands to a build service; no text of a file is one, or begins one. */
  readonly isCommands?: boolean;
}
