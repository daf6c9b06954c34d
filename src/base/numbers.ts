// Numbers and lists as people read them in texts, in the language that is spoken (language.ts).
import * as l10n from '@vscode/l10n';

let spoken = formsOf('en-US', 'en-US');

/**
 * @param locale how numbers are written
 * @param ofTexts the language that sentences are in: its plurals and lists. Another one where nobody has translated them
 */
export function writeIn(locale: string, ofTexts: string): void {
  spoken = formsOf(locale, ofTexts);
}

/** Each is made when it's first asked for: the tables of a language take longer to load than a small file to check. */
function formsOf(locale: string, ofTexts: string) {
  const numbers = once(() => new Intl.NumberFormat(locale));
  return {
    locale,
    numbers,
    /** Between units and tenths. */
    decimalMark: once(
      () =>
        numbers()
          .formatToParts(0.5)
          .find(({ type }) => type === 'decimal')?.value ?? '.',
    ),
    plurals: once(() => new Intl.PluralRules(ofTexts)),
    conjunction: once(() => new Intl.ListFormat(ofTexts, { type: 'conjunction' })),
    disjunction: once(() => new Intl.ListFormat(ofTexts, { type: 'disjunction' })),
  };
}

function once<Value extends object | string>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** With thousands separators: 12,345. */
export function grouped(value: number): string {
  return spoken.numbers().format(value);
}

/** With so many digits after the decimal mark: 0.50. */
export function withDecimals(value: number, digits: number): string {
  return value.toFixed(digits).replace('.', spoken.decimalMark());
}

/** With so many digits that say something: 0.0123. */
export function withPrecision(value: number, digits: number): string {
  return value.toPrecision(digits).replace('.', spoken.decimalMark());
}

/** "a, b, and c". */
export function allOf(items: readonly string[]): string {
  return spoken.conjunction().format(items);
}

/** "a, b, or c". */
export function anyOf(items: readonly string[]): string {
  return spoken.disjunction().format(items);
}

/** US dollars, such as $10.00. */
export function inDollars(dollars: number, form: Intl.NumberFormatOptions): string {
  return dollars.toLocaleString(spoken.locale, { style: 'currency', currency: 'USD', ...form });
}

/** A number and what it counts, such as "1 row" and "12,345 rows". */
export function counted(count: number, noun: Noun): string {
  const [one, many] = nouns[noun](grouped(count));
  return spoken.plurals().select(count) === 'one' ? one : many;
}

export type Noun = keyof typeof nouns;
type Forms = readonly [one: string, many: string];

const nouns = {
  'audio file': (n: string): Forms => [l10n.t('{0} audio file', n), l10n.t('{0} audio files', n)],
  document: (n: string): Forms => [l10n.t('{0} document', n), l10n.t('{0} documents', n)],
  image: (n: string): Forms => [l10n.t('{0} image', n), l10n.t('{0} images', n)],
  video: (n: string): Forms => [l10n.t('{0} video', n), l10n.t('{0} videos', n)],
  call: (n: string): Forms => [l10n.t('{0} call', n), l10n.t('{0} calls', n)],
  'blank line': (n: string): Forms => [l10n.t('{0} blank line', n), l10n.t('{0} blank lines', n)],
  byte: (n: string): Forms => [l10n.t('{0} byte', n), l10n.t('{0} bytes', n)],
  character: (n: string): Forms => [l10n.t('{0} character', n), l10n.t('{0} characters', n)],
  checkpoint: (n: string): Forms => [l10n.t('{0} checkpoint', n), l10n.t('{0} checkpoints', n)],
  class: (n: string): Forms => [l10n.t('{0} class', n), l10n.t('{0} classes', n)],
  comparison: (n: string): Forms => [l10n.t('{0} comparison', n), l10n.t('{0} comparisons', n)],
  element: (n: string): Forms => [l10n.t('{0} element', n), l10n.t('{0} elements', n)],
  endpoint: (n: string): Forms => [l10n.t('{0} endpoint', n), l10n.t('{0} endpoints', n)],
  epoch: (n: string): Forms => [l10n.t('{0} epoch', n), l10n.t('{0} epochs', n)],
  error: (n: string): Forms => [l10n.t('{0} error', n), l10n.t('{0} errors', n)],
  evaluation: (n: string): Forms => [l10n.t('{0} evaluation', n), l10n.t('{0} evaluations', n)],
  example: (n: string): Forms => [l10n.t('{0} example', n), l10n.t('{0} examples', n)],
  'existing response': (n: string): Forms => [
    l10n.t('{0} existing response', n),
    l10n.t('{0} existing responses', n),
  ],
  file: (n: string): Forms => [l10n.t('{0} file', n), l10n.t('{0} files', n)],
  group: (n: string): Forms => [l10n.t('{0} group', n), l10n.t('{0} groups', n)],
  hint: (n: string): Forms => [l10n.t('{0} hint', n), l10n.t('{0} hints', n)],
  'input token': (n: string): Forms => [l10n.t('{0} input token', n), l10n.t('{0} input tokens', n)],
  job: (n: string): Forms => [l10n.t('{0} job', n), l10n.t('{0} jobs', n)],
  line: (n: string): Forms => [l10n.t('{0} line', n), l10n.t('{0} lines', n)],
  loss: (n: string): Forms => [l10n.t('{0} loss', n), l10n.t('{0} losses', n)],
  metric: (n: string): Forms => [l10n.t('{0} metric', n), l10n.t('{0} metrics', n)],
  minute: (n: string): Forms => [l10n.t('{0} minute', n), l10n.t('{0} minutes', n)],
  model: (n: string): Forms => [l10n.t('{0} model', n), l10n.t('{0} models', n)],
  'more problem': (n: string): Forms => [l10n.t('{0} more problem', n), l10n.t('{0} more problems', n)],
  'output token': (n: string): Forms => [l10n.t('{0} output token', n), l10n.t('{0} output tokens', n)],
  problem: (n: string): Forms => [l10n.t('{0} problem', n), l10n.t('{0} problems', n)],
  prompt: (n: string): Forms => [l10n.t('{0} prompt', n), l10n.t('{0} prompts', n)],
  request: (n: string): Forms => [l10n.t('{0} request', n), l10n.t('{0} requests', n)],
  resource: (n: string): Forms => [l10n.t('{0} resource', n), l10n.t('{0} resources', n)],
  response: (n: string): Forms => [l10n.t('{0} response', n), l10n.t('{0} responses', n)],
  row: (n: string): Forms => [l10n.t('{0} row', n), l10n.t('{0} rows', n)],
  second: (n: string): Forms => [l10n.t('{0} second', n), l10n.t('{0} seconds', n)],
  step: (n: string): Forms => [l10n.t('{0} step', n), l10n.t('{0} steps', n)],
  tie: (n: string): Forms => [l10n.t('{0} tie', n), l10n.t('{0} ties', n)],
  time: (n: string): Forms => [l10n.t('{0} time', n), l10n.t('{0} times', n)],
  token: (n: string): Forms => [l10n.t('{0} token', n), l10n.t('{0} tokens', n)],
  'tuning job': (n: string): Forms => [l10n.t('{0} tuning job', n), l10n.t('{0} tuning jobs', n)],
  'validation example': (n: string): Forms => [
    l10n.t('{0} validation example', n),
    l10n.t('{0} validation examples', n),
  ],
  warning: (n: string): Forms => [l10n.t('{0} warning', n), l10n.t('{0} warnings', n)],
  win: (n: string): Forms => [l10n.t('{0} win', n), l10n.t('{0} wins', n)],
} satisfies Record<string, (count: string) => Forms>;
