import { TAGS } from '../../example/exampleKeys';
import { CLOSE_BRACE, COMMA, OPEN_BRACE, QUOTE, QuickReader, quoted } from './quickLine';

const INPUT = quoted('text_input');
const OUTPUT = quoted('output');

/** `{"text_input": "…", "output": "…"}` in either order. */
export class QuickGeminiApi extends QuickReader {
  protected example(start: number, end: number): number {
    let at = this.space(start);
    if (this.bytes[at] !== OPEN_BRACE) return -1;
    at = this.space(at + 1);
    const inputFirst = this.is(at, INPUT);
    at = inputFirst ? this.#input(at, end) : this.#output(at, end);
    if (at === -1) return -1;
    at = this.space(at);
    if (this.bytes[at] !== COMMA) return -1;
    at = this.space(at + 1);
    at = inputFirst ? this.#output(at, end) : this.#input(at, end);
    if (at === -1) return -1;
    at = this.space(at);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  #input(start: number, end: number): number {
    if (!this.is(start, INPUT)) return -1;
    const at = this.value(start + INPUT.length);
    if (at === -1 || this.bytes[at] !== QUOTE) return -1;
    this.text.start(TAGS.user);
    const close = this.text.read(at + 1, end);
    this.fold(this.question);
    this.inputCharacters = this.text.characters;
    return close;
  }

  #output(start: number, end: number): number {
    if (!this.is(start, OUTPUT)) return -1;
    const at = this.value(start + OUTPUT.length);
    if (at === -1 || this.bytes[at] !== QUOTE) return -1;
    this.text.start(TAGS.model);
    const close = this.text.read(at + 1, end);
    this.fold(this.answer);
    this.outputCharacters = this.text.characters;
    this.answerStart = at;
    this.answerEnd = close;
    return close;
  }
}
