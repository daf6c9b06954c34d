import { emptyObject, type JsonObject, type JsonValue } from './json';

/** Text that is no JSON. The message has the form of Google's: what was expected, the place, and a caret below it. */
export class JsonTextError extends Error {}

/** As deep as Google's parser goes. */
const MAX_DEPTH = 100;
const CONTEXT = 20;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /(?:true|false|null)(?!\w)/y;

/**
 * Reads JSON as Google's servers do: strict, but for a comma after the last field or element, which people type in a
 * shell and Google takes. A repeated key: the last one counts.
 */
export function readJson(text: string): JsonValue {
  return new Reader(text).read();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): JsonValue {
    const value = this.value(0);
    this.skipSpace();
    if (this.at < this.text.length) this.fail('Parsing terminated before end of input.');
    return value;
  }

  private value(depth: number): JsonValue {
    this.skipSpace();
    if (depth > MAX_DEPTH) this.fail('Message too deep. Max recursion depth reached.');
    switch (this.text[this.at]) {
      case undefined:
        return this.fail('Unexpected end of string. Expected a value.');
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
    }
    const word = this.take(WORD);
    if (word) return word === 'null' ? null : word === 'true';
    const number = this.take(NUMBER);
    return number ? readNumber(number) : this.fail('Expected a value.');
  }

  private object(depth: number): JsonObject {
    const object = emptyObject();
    this.at++;
    for (;;) {
      this.skipSpace();
      if (this.takeMark('}')) return object;
      if (this.text[this.at] !== '"') this.fail('Expected an object key or }.');
      const key = this.string();
      this.skipSpace();
      if (!this.takeMark(':')) this.fail('Expected : between key:value pair.');
      object[key] = this.value(depth + 1);
      this.skipSpace();
      if (!this.takeMark(',') && this.text[this.at] !== '}')
        this.fail('Expected , or } after key:value pair.');
    }
  }

  private array(depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.at++;
    for (;;) {
      this.skipSpace();
      if (this.takeMark(']')) return array;
      array.push(this.value(depth + 1));
      this.skipSpace();
      if (!this.takeMark(',') && this.text[this.at] !== ']') this.fail('Expected , or ] after array value.');
    }
  }

  private string(): string {
    // Found by hand: a pattern that repeats over 4 MB of text can run out of the engine's stack.
    let end = this.at + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    try {
      const string = JSON.parse(this.text.slice(this.at, end + 1)) as string;
      this.at = end + 1;
      return string;
    } catch {
      return this.fail(
        end < this.text.length
          ? 'Invalid escape or character in string.'
          : 'Closing quote expected in string.',
      );
    }
  }

  private skipSpace(): void {
    this.take(SPACE);
  }

  private takeMark(mark: string): boolean {
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    this.at += match?.length ?? 0;
    return match;
  }

  private fail(expected: string): never {
    const begin = Math.max(0, this.at - CONTEXT);
    const context = this.text.slice(begin, this.at + CONTEXT);
    throw new JsonTextError(`${expected}\n${context}\n${' '.repeat(this.at - begin)}^`);
  }
}

function readNumber(literal: string): number | bigint {
  const value = Number(literal);
  return /^-?\d+$/.test(literal) && !Number.isSafeInteger(value) ? BigInt(literal) : value;
}
