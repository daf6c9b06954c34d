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
      if (rank !== -1) return { side, rank, rest: parts.with(at, '').join('') + ending.toLowerCase() };
    }
  }
  return undefined;
}

export function sideOf(name: string): PairSide | undefined {
  return read(name)?.side;
}

/**
 * The other file of a pair.
 * @param name of a file, without its folder
 * @param others the files of the same folder
 */
export function partnerOf(name: string, others: readonly string[]): string | undefined {
  const own = read(name);
  if (!own) return undefined;
  const found = others.flatMap((other) => {
    const theirs = read(other);
    return theirs && theirs.side !== own.side && theirs.rest === own.rest ? [{ other, ...theirs }] : [];
  });
  return found.sort((a, b) => a.rank - b.rank)[0]?.other;
}
