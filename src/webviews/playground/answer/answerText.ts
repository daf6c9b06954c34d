import { renderMarkdown } from './markdown';
import { BlockReader, isRenderable } from './markdownBlocks';
import { PlainText } from './plainText';

/** The last block is rendered anew whenever it grows, until it is so long. Characters. */
const longestGrowing = 2000;
/** Rendering goes on in the next frame after so many milliseconds. */
const budget = 8;

/**
 * Text that grows. As Markdown, each block is rendered once when it is whole, and the last one while it is short, so
 * that the work per frame does not grow with the text; raw, only what is new is appended.
 */
class AnswerText extends HTMLElement {
  #text = '';
  #raw = false;
  #isWhole = false;
  #reader = new BlockReader();
  #tail: HTMLElement | undefined;
  #plain: PlainText | undefined;
  #isWaiting = false;

  /** Must begin with the text before. */
  set text(text: string) {
    if (text.length === this.#text.length) return;
    this.#text = text;
    this.#render();
  }

  /** Nothing more will come. */
  set whole(whole: boolean) {
    if (whole === this.#isWhole) return;
    this.#isWhole = whole;
    this.#render();
  }

  set raw(raw: boolean) {
    if (raw === this.#raw) return;
    this.#raw = raw;
    this.replaceChildren();
    this.#reader = new BlockReader();
    this.#tail = undefined;
    this.#plain = undefined;
    this.#render();
  }

  #render(): void {
    this.classList.toggle('raw', this.#raw);
    if (!this.#raw) {
      this.#renderBlocks();
      return;
    }
    this.#plain ??= new PlainText(this);
    this.#plain.show(this.#text);
  }

  #renderBlocks(): void {
    const start = performance.now();
    for (let block = this.#reader.next(this.#text); block !== undefined; ) {
      this.#dropTail();
      this.append(rendered(block));
      if (performance.now() - start > budget) {
        this.#goOnSoon();
        return;
      }
      block = this.#reader.next(this.#text);
    }
    if (this.#isWhole) this.#endWith(this.#reader.takeRest(this.#text));
    else this.#growTail(this.#reader.rest(this.#text));
  }

  #goOnSoon(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      if (!this.#raw) this.#renderBlocks();
    });
  }

  #endWith(rest: string): void {
    this.#dropTail();
    if (rest.trim() !== '') this.append(rendered(rest));
  }

  #growTail(rest: string): void {
    this.#tail ??= this.appendChild(document.createElement('div'));
    if (rest.length <= longestGrowing) {
      this.#tail.replaceChildren(rendered(rest));
      return;
    }
    this.#plain ??= new PlainText(this.#tail);
    this.#plain.show(rest);
  }

  #dropTail(): void {
    this.#tail?.remove();
    this.#tail = undefined;
    this.#plain = undefined;
  }
}

function rendered(block: string): Node {
  const nodes = isRenderable(block) ? renderMarkdown(block) : undefined;
  if (nodes) return nodes;
  const plain = document.createElement('div');
  new PlainText(plain).show(block);
  return plain;
}

customElements.define('answer-text', AnswerText);
