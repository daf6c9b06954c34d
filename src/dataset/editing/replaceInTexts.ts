// Replaces what is found in the texts of an example, as people read them, and leaves the JSON around them as it is.
import type { DatasetFormat } from '../formats/format';
import { parse, withoutMark } from '../json/parse';
import { spacingOf } from '../json/spacing';
import { isObject, type JsonValue, valueAt } from '../json/value';
import { isReadable } from '../line/checkLine';
import type { TextQuery } from '../rows/rowTypes';
import { expressionOf } from '../rows/textSearch';
import { type ChangedText, withTexts } from './editedLine';

export interface ReplacedLine {
  readonly line: string;
  /** Places that were found. */
  readonly count: number;
  readonly texts: readonly { readonly before: string; readonly after: string }[];
}

/** Throws `SyntaxError` on a regular expression that is none. */
export class TextReplacer {
  readonly #expression: RegExp;

  /** @param replacement of a regular expression with `$1`, `$<name>` and `$&`; else as it is */
  constructor(
    private readonly query: TextQuery,
    private readonly replacement: string,
    private readonly format: DatasetFormat | undefined,
  ) {
    this.#expression = expressionOf(query, 'g');
  }

  /** Undefined when nothing changes, or the line is no example. */
  replace(line: string): ReplacedLine | undefined {
    const value = this.format && isReadable(line) ? parse(line) : undefined;
    if (!this.format || !isObject(value)) return undefined;
    const side = { prompt: 'input', answer: 'output', texts: undefined, line: undefined }[this.query.place];
    const changes: (ChangedText & { readonly before: string })[] = [];
    let count = 0;
    for (const field of this.format.outline(value).fields) {
      if (side !== undefined && field.side !== side) continue;
      const before = field.text;
      // What is put together of several places cannot be written back.
      if (valueAt(value, field.path) !== before || changes.some(({ path }) => isSame(path, field.path)))
        continue;
      const found = [...before.matchAll(this.#expression)].length;
      const text = this.#replaced(before);
      if (text === before || (isWhole(before) && !isWhole(text))) continue;
      count += found;
      changes.push({ path: field.path, before, text });
    }
    if (changes.length === 0) return undefined;
    const written = withTexts(line, changes, spacingOf(withoutMark(line)));
    if (!saysAll(parse(written), changes)) return undefined;
    return { line: written, count, texts: changes.map(({ before, text }) => ({ before, after: text })) };
  }

  #replaced(text: string): string {
    return this.query.isRegex
      ? text.replace(this.#expression, this.replacement)
      : text.replace(this.#expression, () => this.replacement);
  }
}

/** Every text stands where it was written, such as not where a key is there twice. */
function saysAll(value: JsonValue | undefined, changes: readonly ChangedText[]): boolean {
  return isObject(value) && changes.every(({ path, text }) => valueAt(value, path) === text);
}

/** Without halves of surrogate pairs, which an expression can cut. */
function isWhole(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isSame(one: ChangedText['path'], other: ChangedText['path']): boolean {
  return one.length === other.length && one.every((step, at) => step === other[at]);
}
