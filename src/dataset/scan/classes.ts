import type { AnswerCounts } from '../checking/rule';

const MOST_CLASSES = 50;

/** A class of a file that classifies. */
export interface AnswerClass {
  readonly answer: string;
  readonly count: number;
}

/** The classes of a file that classifies, the most frequent first: few different, short answers. */
export function classes({
  answers,
  examples,
}: {
  readonly answers: Pick<AnswerCounts, 'values'> | undefined;
  readonly examples: number;
}): { readonly classes?: readonly AnswerClass[] } {
  const counts = [...(answers?.values() ?? [])];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (
    counts.length < 2 ||
    counts.length > MOST_CLASSES ||
    total < examples * 0.9 ||
    examples < counts.length * 2
  )
    return {};
  counts.sort((a, b) => b.count - a.count);
  return { classes: counts.map(({ text, count }) => ({ answer: text, count })) };
}
