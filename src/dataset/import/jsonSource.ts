// Objects in one JSON array, or one on each line.

import { createReadStream } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { parseExactly } from '../json/exactNumbers';
import { isObject } from '../json/value';
import { isReadable } from '../line/checkLine';
import { isBlankRow, rowsOf, textOfRow } from '../tools/rowsOf';
import { type ForeignRow, type ForeignSource, ImportError } from './record';
import { encodingOf } from './textEncoding';

export const jsonlSource: ForeignSource = {
  id: 'jsonl',
  rowName: 'line',
  async *rows(path, signal) {
    for await (const batch of rowsOf(path, signal))
      for (const row of batch) if (!isBlankRow(row.bytes)) yield rowOf(row.line + 1, textOfRow(row));
  },
};

export const jsonArraySource: ForeignSource = {
  id: 'jsonArray',
  rowName: 'element',
  async *rows(path, signal) {
    let number = 0;
    const elements = new ArrayElements();
    const stream = createReadStream(path, { encoding: encodingOf(path), ...(signal ? { signal } : {}) });
    for await (const piece of stream)
      for (const text of elements.read(piece as string)) yield rowOf(++number, text);
    elements.end();
    if (elements.isFollowed)
      yield { number: ++number, reason: l10n.t("What comes after the end of the JSON array wasn't read.") };
  },
};

function rowOf(number: number, text: string): ForeignRow {
  const value = isReadable(text) ? parseExactly(text) : undefined;
  if (value === undefined) return { number, reason: l10n.t("It isn't valid JSON.") };
  return isObject(value) ? { number, value } : { number, reason: l10n.t("It isn't a JSON object.") };
}

/** Cuts a JSON array into its elements, as it comes in; what is wrong inside one is found when it is parsed. */
class ArrayElements {
  /** Of the element that is being read. */
  #text = '';
  /** Brackets that are open; 0 before and after the array. */
  #depth = 0;
  #isOver = false;
  #isFollowed = false;
  #isInText = false;
  #isEscaped = false;

  /** Whether there is more than space after the array. */
  get isFollowed(): boolean {
    return this.#isFollowed;
  }

  *read(piece: string): Generator<string> {
    if (this.#isOver) return this.#lookBehind(piece);
    let start = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === BACKSLASH) this.#isEscaped = true;
        else if (code === QUOTE) this.#isInText = false;
        continue;
      }
      if (code === QUOTE) this.#isInText = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) {
        this.#depth++;
        if (this.#depth === 1) start = at + 1;
      } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
        this.#depth--;
        if (this.#depth > 0) continue;
        yield* this.#element(piece.slice(start, at));
        this.#isOver = true;
        return this.#lookBehind(piece.slice(at + 1));
      } else if (code === COMMA && this.#depth === 1) {
        yield* this.#element(piece.slice(start, at));
        start = at + 1;
      }
    }
    if (this.#depth > 0) this.#text += piece.slice(start);
  }

  *#element(rest: string): Generator<string> {
    const text = (this.#text + rest).trim();
    this.#text = '';
    if (text !== '') yield text;
  }

  #lookBehind(rest: string): void {
    this.#isFollowed ||= /\S/.test(rest);
  }

  end(): void {
    if (!this.#isOver) throw new ImportError(l10n.t('The file ends in the middle of its JSON array.'));
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
