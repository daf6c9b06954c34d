/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Text for a line of ours, such as a tree row or a hover: what is written from right to left must not turn the words beside it
 * around. Unicode's first strong isolate (U+2068) and its end (U+2069) on each line; other text stays as it is.
 */
export function isolated(text: string): string {
  if (!rightToLeft.test(text)) return text;
  return text.replace(/[^\n\r]+/g, (line) => `\u2068${line}\u2069`);
}
