// The script that most letters of a text are written in: what can be told of its language without guessing.

export const scripts = [
  'latin',
  'cyrillic',
  'greek',
  'arabic',
  'hebrew',
  'devanagari',
  'thai',
  'han',
  'japanese',
  'korean',
  'other',
] as const;
export type Script = (typeof scripts)[number];

/** First code unit of each range of letters, in order; undefined: no letters, or of more than one script. */
const ranges: readonly (readonly [from: number, script: Script | undefined])[] = [
  [0, undefined],
  [0x41, 'latin'],
  [0x5b, undefined],
  [0x61, 'latin'],
  [0x7b, undefined],
  [0xc0, 'latin'],
  [0x2b0, undefined],
  [0x370, 'greek'],
  [0x400, 'cyrillic'],
  [0x530, 'other'],
  [0x590, 'hebrew'],
  [0x600, 'arabic'],
  [0x700, 'other'],
  [0x750, 'arabic'],
  [0x780, 'other'],
  [0x8a0, 'arabic'],
  [0x900, 'devanagari'],
  [0x980, 'other'],
  [0xe00, 'thai'],
  [0xe80, 'other'],
  [0x1100, 'korean'],
  [0x1200, 'other'],
  [0x1e00, 'latin'],
  [0x1f00, 'greek'],
  [0x2000, undefined],
  [0x3040, 'japanese'],
  [0x3100, 'other'],
  [0x3130, 'korean'],
  [0x3190, undefined],
  [0x3400, 'han'],
  [0x4dc0, undefined],
  [0x4e00, 'han'],
  [0xa000, 'other'],
  [0xac00, 'korean'],
  [0xd7b0, undefined],
  [0xf900, 'han'],
  [0xfb00, undefined],
  [0xfb50, 'arabic'],
  [0xfe00, undefined],
];

/** Characters of each text that are looked at: a script shows in few, and a file has many. */
const mostRead = 200;

/** Where each range starts, and behind the last one. */
const starts = Uint32Array.from([...ranges.map(([from]) => from), 0x10000]);
/** Of each range the place of its script; -1 when it has none. */
const scriptAt = ranges.map(([, script]) => (script === undefined ? -1 : scripts.indexOf(script)));
const han = scripts.indexOf('han');
const japanese = scripts.indexOf('japanese');

/** Undefined when there are no letters. */
export function scriptOf(texts: readonly string[]): Script | undefined {
  const counts: number[] = scripts.map(() => 0);
  for (const text of texts) {
    let [from, to, script] = [0, 0, -1];
    for (let at = 0; at < Math.min(text.length, mostRead); at++) {
      const code = text.charCodeAt(at);
      if (code < from || code >= to) {
        let range = 0;
        while (code >= (starts[range + 1] as number)) range++;
        from = starts[range] as number;
        to = starts[range + 1] as number;
        script = scriptAt[range] as number;
      }
      if (script !== -1) counts[script] = (counts[script] as number) + 1;
    }
  }
  const countOf = (script: number) => counts[script] as number;
  // Japanese is full of Chinese characters, and Chinese has no kana.
  if (countOf(japanese) * 10 > countOf(han)) counts[japanese] = countOf(japanese) + countOf(han);
  const most = Math.max(...counts);
  return most > 0 ? scripts[counts.indexOf(most)] : undefined;
}
