// When an answer names a label although it is not written the same. Never more than one label, or a model that takes
// one for another would be called right.
import * as l10n from '@vscode/l10n';

/** In words, for those who read the figures. */
export const whatIsIgnored = l10n.t(
  'upper and lower case, spacing, emphasis or double quotes around the response, and a period at the end',
);

/** The expected answers of the data, and what counts as each of them. */
export class Labels {
  readonly #written = new Set<string>();
  readonly #byPlain = new Map<string, string[]>();

  constructor(expected: readonly string[]) {
    for (const text of expected) {
      const label = asWritten(text);
      if (this.#written.has(label)) continue;
      this.#written.add(label);
      const plain = plainText(label);
      const others = this.#byPlain.get(plain);
      if (others) others.push(label);
      else this.#byPlain.set(plain, [label]);
    }
  }

  /** The label that an answer names, as it is written in the data. */
  find(answer: string): string | undefined {
    const written = asWritten(answer);
    if (this.#written.has(written)) return written;
    const like = this.#byPlain.get(plainText(written)) ?? [];
    return like.length === 1 ? like[0] : undefined;
  }

  isSame(expected: string, answer: string): boolean {
    const label = asWritten(expected);
    return asWritten(answer) === label || this.find(answer) === label;
  }

  /** Labels that differ in nothing but what is ignored elsewhere: they are held to the letter. */
  heldToTheLetter(): readonly string[] {
    return [...this.#byPlain.values()].filter((labels) => labels.length > 1).flat();
  }
}

/** White space around a text, and which of two equal Unicode forms it has, is never a difference. */
export function asWritten(text: string): string {
  return text.normalize('NFC').trim();
}

/**
 * One text for all that differ in what is ignored. Signs, comparisons, currency, `%`, `+`, `#` and marks inside numbers stay, as
 * do powers (10² is not 102) and the case of units (mW is not MW).
 */
export function plainText(text: string): string {
  let inner = asWritten(text);
  for (let outer = ''; outer !== inner; ) {
    outer = inner;
    inner = withoutStop(withoutMarks(outer)).trim();
  }
  return lowerWords(inner.replace(/\s+/g, ' '));
}

/** A full stop of any script, and only one. */
const stop = /(?<=[^\s.。．｡…])[.。．｡।۔։።។]$/u;

function withoutStop(text: string): string {
  return text.replace(stop, '');
}

/** Emphasis of Markdown; quotes around words: "5" may well be another thing than 5. */
const marked = [/^\*\*([^*]+)\*\*$/, /^`([^`]+)`$/, /^"([^"\p{N}]+)"$/u, /^“([^”\p{N}]+)”$/u];

function withoutMarks(text: string): string {
  for (const pair of marked) {
    const inner = pair.exec(text)?.[1];
    if (inner !== undefined && /[\p{L}\p{N}]/u.test(inner)) return inner;
  }
  return text;
}

/** A word, or several with `/` between them, and the number that it follows; not in B2B. Longer numbers take quadratic time. */
const words =
  /((?<![\p{L}\p{M}\p{N}])\p{N}[\p{N}.,'’]{0,60}(?:[eE][+-]?\p{N}{1,3})?[\s-]?)?((?:[\p{L}\p{M}]+[/·⋅])*[\p{L}\p{M}]+)/gu;

function lowerWords(text: string): string {
  return text.replace(words, (all, number: string | undefined, named: string) =>
    number === undefined
      ? all.toLowerCase()
      : number + named.replace(/[\p{L}\p{M}]+/gu, (word) => (isUnit(word) ? word : word.toLowerCase())),
  );
}

/** Short words, words with a capital inside (mWhr), and longer ones with a prefix that has two meanings: mmol and Mmol. */
function isUnit(word: string): boolean {
  return shortWord.test(word) || capitalInside.test(word) || prefixedUnit.test(word);
}

const shortWord = /^[\p{L}\p{M}]{1,3}$/u;
const capitalInside = /^(?=.*\p{Ll}).+\p{Lu}/u;
const prefixedUnit =
  /^[mpyz](?:amp|bar|bit|bps|btu|byte|cal|flop|gram|hertz|joule|kat|lit[er]{2}|lux|met[er]{2}|mol|ohm|osm|pixel|rad|rem|ton|var|volt|watt)s?$/i;
