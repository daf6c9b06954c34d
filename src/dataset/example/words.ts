// Words, also of scripts that write no spaces between them.

/**
 * Letters, marks and digits of scripts without spaces between words, as a class for regular expressions: Chinese,
 * Japanese, and those that Unicode breaks by a dictionary (line breaking, class SA) or by syllables. Tibetan marks
 * syllables, which says nothing of words.
 */
const UNSPACED = `(?=[\\p{L}\\p{M}\\p{N}])[${[
  ...['\\p{scx=Hani}', '\\p{scx=Hira}', '\\p{scx=Kana}'],
  ...['Bopo', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt', 'Java', 'Bali', 'Lana', 'Talu', 'Tale', 'Tavt'].map(
    (script) => `\\p{sc=${script}}`,
  ),
].join('')}]`;

const unspaced = new RegExp(UNSPACED, 'u');
const spaced = new RegExp(`${UNSPACED}|(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}])+`, 'gu');
/** Characters of a word in scripts without spaces: two in Chinese, about four in Thai. */
const CHARACTERS_OF_WORD = 2;

/** About as many as a reader would count. */
export function countWords(text: string): number {
  if (!unspaced.test(text)) return text.split(/\s+/).filter(Boolean).length;
  const words = comparableWords(text);
  const characters = words.filter(isUnspaced).length;
  return words.length - characters + Math.ceil(characters / CHARACTERS_OF_WORD);
}

/** Words where they are spaced, single characters where they are not; in small letters. */
export function comparableWords(text: string): string[] {
  return text.toLowerCase().match(spaced) ?? [];
}

export function isUnspaced(character: string): boolean {
  return unspaced.test(character);
}
