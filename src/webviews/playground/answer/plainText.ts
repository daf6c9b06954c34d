/** Layout of a piece of text begins anew with each character that is appended to it. */
const longestPiece = 4000;

/** Text that is shown as it is and grows, in pieces that end with a line, so that only the last one is laid out again. */
export class PlainText {
  #length = 0;
  #last: Text | undefined;

  constructor(private readonly parent: HTMLElement) {
    parent.replaceChildren();
  }

  /** `text` begins with what is shown already. */
  show(text: string): void {
    let start = this.#length;
    this.#length = text.length;
    while (start < text.length) {
      const room = longestPiece - (this.#last?.length ?? longestPiece);
      const lineEnd = text.indexOf('\n', start + Math.max(0, room)) + 1 || text.length;
      if (this.#last === undefined) this.#last = this.#newPiece();
      this.#last.appendData(text.slice(start, lineEnd));
      if (text[lineEnd - 1] === '\n' && this.#last.length >= longestPiece) this.#last = undefined;
      start = lineEnd;
    }
  }

  #newPiece(): Text {
    const piece = document.createElement('div');
    piece.className = 'plain';
    piece.dir = 'auto';
    this.parent.append(piece);
    return piece.appendChild(document.createTextNode(''));
  }
}
