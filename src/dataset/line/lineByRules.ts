// What package.json has in place of lineChecker.ts for a browser: the quick reader looks at the bytes of Node's buffers.
import { type LineReading, type ReadingContext, readLine } from './checkLine';

/** Reads the lines of an open document, all of them with all rules. */
export class LineReader {
  constructor(private readonly context: ReadingContext) {}

  read(text: string): LineReading {
    return readLine(text, this.context);
  }
}
