/** Where the next block of a growing Markdown text ends, so that blocks are rendered once, each when it is whole. */
export class BlockReader {
  /** Everything before has been given out. */
  #start = 0;
  /** Everything before has been looked at, line by line. */
  #line = 0;
  /** The marker that ends the code that we are in. */
  #fence: string | undefined;
  /** Start of the line after a blank one, when a block may end there. */
  #candidate: number | undefined;

  /** The next whole block of `text`, which only ever grows; undefined while there is none. */
  next(text: string): string | undefined {
    for (;;) {
      const end = text.indexOf('\n', this.#line);
      if (end < 0) return undefined; // the last line may still grow
      const line = text.slice(this.#line, end);
      const place = this.#line;
      if (this.#candidate !== undefined && line.trim() !== '') {
        const from = this.#start;
        const isEnd = !goesOn(line);
        this.#candidate = undefined;
        if (isEnd) {
          this.#start = place;
          return text.slice(from, place); // this line is read again, as the first of its block
        }
      }
      this.#line = end + 1;
      this.#read(line);
    }
  }

  /** What has not been given out yet. */
  rest(text: string): string {
    return text.slice(this.#start);
  }

  /** The rest, which is then given out. */
  takeRest(text: string): string {
    const rest = this.rest(text);
    this.#start = text.length;
    this.#line = text.length;
    return rest;
  }

  #read(line: string): void {
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (this.#fence !== undefined) {
      const isEnd = marker?.startsWith(this.#fence) && line.trim() === marker;
      if (isEnd) this.#fence = undefined;
    } else if (marker !== undefined) {
      this.#fence = marker;
    } else if (line.trim() === '') {
      this.#candidate = this.#line;
    }
  }
}

/** After a blank line: part of a list that goes on. */
function goesOn(line: string): boolean {
  return /^(\s|[-*+]\s|\d{1,9}[.)]\s)/.test(line);
}

/** Characters. */
const longestBlock = 10_000;
/** More than twenty marks of lists and quotations in a row. */
const deepest = /^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])[ \t]*){21}/m;

/** Other blocks are shown as they are: reading them as Markdown would hold up the page. */
export function isRenderable(block: string): boolean {
  return block.length <= longestBlock && !deepest.test(block);
}
