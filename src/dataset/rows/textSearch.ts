// A text or a regular expression that rows are searched for, in what people read of them: decoded, without braces.
import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { isObject } from '../json/value';
import { isReadable } from '../line/checkLine';
import { countedTexts } from '../tokens/countedTexts';
import type { TextQuery } from './rowTypes';

/** Bytes of which each line that can match holds at least one. */
export interface Needles {
  readonly bytes: readonly Buffer[];
  /** ASCII letters of either case match. */
  readonly ignoreCase: boolean;
  /** They tell all: each line that holds one matches. */
  readonly isAll: boolean;
}

/** Why a query cannot be run, in the words of the engine; undefined when it can. */
export function whyNoQuery(query: TextQuery): string | undefined {
  try {
    expressionOf(query);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Throws `SyntaxError` on a regular expression that is none. */
export class TextSearch {
  readonly #expression: RegExp;
  /** Undefined when every line must be read. */
  readonly needles: Needles | undefined;

  /** @param format of the file; without one, lines are searched as they are written */
  constructor(
    private readonly query: TextQuery,
    private readonly format: DatasetFormat | undefined,
  ) {
    this.#expression = expressionOf(query);
    this.needles = needlesOf(query);
  }

  matches(line: string): boolean {
    const texts = this.#textsOf(line);
    return texts.some((text) => this.#expression.test(text));
  }

  #textsOf(line: string): readonly string[] {
    const { format } = this;
    const { place } = this.query;
    if (place === 'line') return [line];
    const value = format && isReadable(line) ? parse(line) : undefined;
    if (!format || !isObject(value)) return place === 'texts' ? [line] : [];
    if (place === 'texts') {
      const { texts } = countedTexts(format, value, undefined);
      return texts.length > 0 ? texts : [line]; // as the view shows it
    }
    const side = place === 'prompt' ? 'input' : 'output';
    return format.outline(value).fields.flatMap((field) => (field.side === side ? [field.text] : []));
  }
}

export function expressionOf({ text, isRegex, matchCase }: TextQuery, flags = ''): RegExp {
  const pattern = isRegex ? text : text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return new RegExp(pattern, matchCase ? flags : `${flags}i`);
}

/** What no writer of JSON escapes: of ASCII without what some escape for HTML, and of the rest what has no case. */
const plainAscii = /[\w !#$%()*,\-.:;?@[\]^`{|}~]+/g;
const beyondAscii = /[^\p{ASCII}\p{Control}\u2028\u2029\p{Surrogate}]+/gu;
const ESCAPE = Buffer.from('\\u');

function needlesOf({ text, isRegex, matchCase, place }: TextQuery): Needles | undefined {
  if (isRegex || text === '') return undefined;
  const isAscii = /^\p{ASCII}*$/u.test(text);
  if (place === 'line' && !text.includes('\n') && (matchCase || isAscii))
    return { bytes: [Buffer.from(text)], ignoreCase: !matchCase, isAll: true };
  const ascii = longest(text.match(plainAscii));
  if (ascii.length > 1 || (ascii !== '' && isAscii))
    return { bytes: [Buffer.from(ascii)], ignoreCase: !matchCase, isAll: false };
  const other = longest(text.match(beyondAscii));
  if (other === '' || (!matchCase && other.toLowerCase() !== other.toUpperCase())) return undefined;
  return { bytes: [Buffer.from(other), ESCAPE], ignoreCase: false, isAll: false };
}

function longest(found: readonly string[] | null): string {
  return (found ?? []).reduce((best, one) => (one.length > best.length ? one : best), '');
}
