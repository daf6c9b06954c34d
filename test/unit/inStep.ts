// Whoever writes a file, or answers a request, decides what stands in it: no text may hold up a window.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Of `npm run bench -- --only growth`, which judges: a file for the growth of every doubling from 64 kB to 4 MB. That takes
 * many minutes; `npm test` has none.
 */
const FIGURES = process.env.TUNEWRIGHT_GROWTH;
/** Milliseconds that a test of some texts may take. */
export const LIMIT = FIGURES === undefined ? 300_000 : 0;
/** Characters. */
export const SMALL = (FIGURES === undefined ? 16 : 64) << 10;
const LARGE = 4 << 20;
/** Twice the text, at most so many times the time. */
const MOST = FIGURES === undefined ? 3 : 2.5;
/** Without, a short text is read, and one that should take so long: milliseconds. By then growth out of step has shown. */
const ENOUGH = 5;
/** Milliseconds of processor time below which nothing can be said. */
const NOISE = FIGURES === undefined ? 10 : 24;
/** How often a time that seems wrong is taken again: the longer it is, the less often. */
const PATIENCE = 20_000;

export type Make = (length: number) => string;

export const repeat =
  (piece: string): Make =>
  (length) =>
    piece.repeat(Math.ceil(length / piece.length));

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What a pattern begins with, again and again; runs without an end; what needs escapes; what nests. */
export const hurtingTexts: Record<string, Make> = {
  words: repeat('lorem ipsum '),
  letters: repeat('a'),
  'letters and digits': repeat('a1B2'),
  digits: repeat('1'),
  'groups of digits': repeat('123 '),
  spaces: (length) => `a${' '.repeat(length)}b`,
  'line ends': (length) => `a${'\n'.repeat(length)}b`,
  quotes: repeat('"'),
  backslashes: repeat('\\'),
  emoji: repeat('😀'),
  // Written as six characters each.
  'half pairs': (length) => '\ud83d'.repeat(length / 6),
  'U+FFFD': repeat('\ufffd'),
  'full stops of Armenian': repeat('։'),
  accents: repeat('é'),
  dashes: repeat('-'),
  'a key of OpenAI, begun': repeat('sk-'),
  'a key of OpenAI with no digit': repeat('sk-abcdefghijklmnopqrstu-'),
  'keys of OpenAI': repeat('sk-abcdefghijklmnopqrst1 '),
  'a web token, begun': repeat('eyJabcdefgh.'),
  'a web token that does not go on': repeat('-eyJabcdefgh'),
  'a private key, begun': repeat('-----BEGIN RSA PRIVATE KEY-----\n'),
  'a Google token, begun': repeat('-ya29.a'),
  'other keys, begun': repeat('ghp_AKIAglpat-xoxb-hf_npm_rk_live_AIza'),
  addresses: repeat('a@b.cd '),
  'an address, begun': repeat('a.b-c@d.e-f'),
  'a phone number, begun': repeat('+12 34-56.7'),
  'an account, begun': repeat('DE12 ABCD '),
  brackets: repeat('[{'),
  'Markdown emphasis': repeat('*a **b _c '),
  'Markdown code': repeat('`a ``b '),
  'Markdown quotations': repeat(`${'>'.repeat(9_000)}a\n\n`),
  'Markdown lists': repeat(`${'- '.repeat(2_000)}a\n\n`),
  'Markdown numbers': repeat(`${'1. '.repeat(2_000)}a\n\n`),
  // Deeper and deeper, in a block that is short enough to be rendered; other lists would belong to it.
  'a Markdown list in a list': (length) =>
    `${'- '.repeat(Math.min(4_900, length / 16))}a\n\n${'b\n\n'.repeat(length / 4)}`,
  'Markdown items': repeat('- a\n'),
  'Markdown blocks': repeat('- a\n\n1. b\n\n> c\n\n'),
  'Markdown links': repeat('[a](b "'),
  'Markdown addresses': repeat('a_b@'),
  'Markdown tables': repeat('|a'),
  'Markdown fences': repeat('```json\n'),
  'a fence, then nothing': (length) => `\`\`\`json\n${'\n'.repeat(length)}x`,
  HTML: repeat('<a b="'),
};

/** Reads two lengths of a text, far enough from each other; or doubles it up to the largest. */
export function inStep(name: string, make: Make, run: (text: string) => unknown): void {
  if (FIGURES !== undefined) {
    let before: number | undefined;
    for (let length = 2 * SMALL; length <= LARGE; length *= 2) {
      const grown = grow(length, 2, make, run, before);
      before = grown.own;
      appendFileSync(FIGURES, `${JSON.stringify({ name, length, growth: grown.times })}\n`);
    }
    return;
  }
  const small = make(SMALL);
  const first = Math.min(time(small, run), time(small, run));
  const doublings = Math.ceil(Math.log2(Math.min(LARGE / SMALL, Math.max(4, ENOUGH / first))));
  const [length, times] = [SMALL * 2 ** doublings, 2 ** doublings];
  const { own, before, times: grown } = grow(length, times, make, run);
  const lengths = `${length >> 10} kB, ${before.toFixed(0)} ms for 1/${times} of it`;
  assert.ok(grown <= MOST ** doublings, `${name}: ${own.toFixed(0)} ms for ${lengths}`);
}

interface Growth {
  /** Milliseconds. */
  readonly own: number;
  readonly before: number;
  /** As long as the part took, or as noise is. */
  readonly times: number;
}

/** A text is read, and a part of it, unless it is known how long that took. */
function grow(
  length: number,
  times: number,
  make: Make,
  run: (text: string) => unknown,
  known?: number,
): Growth {
  const [text, part] = [make(length), make(length / times)];
  let own = time(text, run);
  let before = known ?? time(part, run);
  const grown = () => own / Math.max(before, NOISE / times);
  // A collection of garbage or a busy machine is not the text's doing: the best of some counts.
  for (let spent = 0; spent < PATIENCE && grown() > MOST ** Math.log2(times); spent += own + 1_000) {
    collectGarbage();
    own = Math.min(own, time(text, run));
    collectGarbage();
    before = Math.max(before, time(part, run));
  }
  return { own, before, times: grown() };
}

/** Milliseconds that everybody can wait. */
const SHORT = 250;

/** What is `times` as long as a part of it takes at most twice as many times as long as that. */
export function timesAsLong<T>(
  name: string,
  times: number,
  whole: T,
  part: T,
  run: (made: T) => unknown,
): void {
  let [own, before] = [time(whole, run), time(part, run)];
  const isTooLong = () => own > Math.max(SHORT, 2 * times * before);
  for (let tries = 0; tries < 4 && isTooLong(); tries++) {
    own = Math.min(own, time(whole, run));
    for (let warm = 0; warm < 5; warm++) before = Math.min(before, time(part, run));
  }
  assert.ok(!isTooLong(), `${name}: ${own.toFixed(0)} ms, ${before.toFixed(1)} ms for 1/${times} of it`);
}

/** Milliseconds of processor time. */
function time<T>(made: T, run: (made: T) => unknown): number {
  const start = process.cpuUsage();
  run(made);
  return process.cpuUsage(start).user / 1_000;
}
