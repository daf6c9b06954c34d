// Which files are training and validation of the same data, by their names alone.
import { jsonLinesName } from './fileNames';

const words = {
  training: ['train', 'training'],
  // The first that is there is taken.
  validation: ['validation', 'valid', 'val', 'eval', 'evaluation', 'dev', 'heldout', 'test'],
} as const;

export type PairSide = keyof typeof words;

interface NamedSide {
  readonly side: PairSide;
  /** Index of the word in its list. */
  readonly rank: number;
  /** The name without the word; equal for the files of a pair. */
  readonly rest: string;
  /** The name without the word and what parts it from the rest: `faq.jsonl` of `faq.validation.jsonl`. */
  readonly plain: string;
}

/** `faq.train.jsonl`, `train.jsonl`, `faq_validation.jsonl`: the last such word of a name decides. */
function read(name: string): NamedSide | undefined {
  const ending = jsonLinesName.exec(name)?.[0];
  if (ending === undefined) return undefined;
  const parts = name.slice(0, -ending.length).split(/([._\- ]+)/);
  for (let at = parts.length - 1; at >= 0; at -= 2) {
    const part = parts[at]?.toLowerCase() ?? '';
    for (const side of ['training', 'validation'] as const) {
      const rank = (words[side] as readonly string[]).indexOf(part);
      if (rank === -1) continue;
      const plain = parts.toSpliced(Math.max(0, at - 1), 2).join('') + ending;
      return { side, rank, rest: parts.with(at, '').join('') + ending.toLowerCase(), plain };
    }
  }
  return undefined;
}

export function sideOf(name: string): PairSide | undefined {
  return read(name)?.side;
}

/**
 * The other file of a pair. A file whose name says nothing is the training file of a validation file that is named after
 * it, unless a third is: what was split into both holds both.
 * @param name of a file, without its folder
 * @param others the files of the same folder
 */
export function partnerOf(name: string, others: readonly string[]): string | undefined {
  const own = read(name);
  const named = others.flatMap((other) => {
    const theirs = read(other);
    return theirs ? [{ other, ...theirs }] : [];
  });
  const first = (found: typeof named) => found.sort((a, b) => a.rank - b.rank)[0]?.other;
  if (own) {
    const found = named.filter(({ side, rest }) => side !== own.side && rest === own.rest);
    return first(found) ?? (own.side === 'validation' && others.includes(own.plain) ? own.plain : undefined);
  }
  const after = named.filter(({ plain }) => plain === name);
  return after.some(({ side }) => side === 'training') ? undefined : first(after);
}
