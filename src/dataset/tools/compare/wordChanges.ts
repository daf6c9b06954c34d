import { diffArrays } from 'diff';

export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Milliseconds. What takes longer is shown as a whole. */
const timeout = 200;

/** What one text says other than another, word by word; words are those of the language, also where it has no spaces. */
export function wordChanges(before: string, after: string): readonly Piece[] {
  const changes = diffArrays(words(before), words(after), { timeout });
  if (!changes)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

const LONGEST = 100_000;

function words(text: string): string[] {
  if (text.length > LONGEST) return [text];
  const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
