import type { TextRule } from '../rule';

export const brokenCharacter: TextRule = {
  id: 'broken-character',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: true,
  title: 'A character is broken',
  description:
    'Half of a surrogate pair (`\\ud83d` alone) is no character, and services refuse it or replace it. `�` (U+FFFD) stands where a program could not read a byte: the file was probably saved in another encoding than UTF-8.',
  check(text, report, parsed) {
    if (!parsed || !/\\u[dD][89a-fA-F]|[\ud800-\udfff\ufffd]/.test(text)) return;
    for (const { start, end, half } of brokenPlaces(text)) {
      const what = half
        ? 'Half of a surrogate pair is no character'
        : '“�” stands where a byte could not be read as UTF-8';
      report({ start, end }, `${what}.`);
    }
  },
};

const PIECE = /\\u([dD][89a-fA-F][0-9a-fA-F]{2})|\\.|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff\ufffd]/g;

/** Half pairs, whether they are written as escapes or as they are, and U+FFFD. */
function brokenPlaces(text: string): { start: number; end: number; half: boolean }[] {
  const places: { start: number; end: number; half: boolean }[] = [];
  let high: { start: number; end: number } | undefined;
  for (const match of text.matchAll(PIECE)) {
    const [found, hex] = match;
    const start = match.index;
    const end = start + found.length;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : found.length === 1 ? found.charCodeAt(0) : 0;
    const isLow = code >= 0xdc00 && code <= 0xdfff;
    if (high && !(isLow && start === high.end)) places.push({ ...high, half: true });
    if (isLow && !(high && start === high.end)) places.push({ start, end, half: true });
    high = code >= 0xd800 && code < 0xdc00 ? { start, end } : undefined;
    if (code === 0xfffd) places.push({ start, end, half: false });
  }
  if (high) places.push({ ...high, half: true });
  return places;
}
