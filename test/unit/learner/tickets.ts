// A classification set like those people tune with: support tickets and their queue, written by a seeded machine.
// Queues share most of their words, some words belong to two queues, and some labels are wrong.

import { type Random, seededRandom } from '../../../src/sandbox/learner/random';
import type { TrainingExample } from '../../../src/sandbox/learner/types';

const QUEUES: readonly { name: string; share: number; words: readonly string[] }[] = [
  {
    name: 'billing',
    share: 0.42,
    words:
      'invoice charged twice refund card payment receipt subscription price tax statement bank amount renewal discount'.split(
        ' ',
      ),
  },
  {
    name: 'bug report',
    share: 0.28,
    words:
      'crash error screen freezes button broken update version load slow login blank sync file export upload'.split(
        ' ',
      ),
  },
  {
    name: 'account',
    share: 0.18,
    words:
      'password login email reset username profile verify code locked access delete phone name settings invite'.split(
        ' ',
      ),
  },
  {
    name: 'shipping',
    share: 0.12,
    words:
      'package delivery address tracking arrived late courier box damaged order return label customs lost'.split(
        ' ',
      ),
  },
];
const EVERYDAY =
  'hello please help i my the a since yesterday today cannot still again need want why is it was after when your app order account payment email update thanks team support urgent question about how do with'.split(
    ' ',
  );
const FROM_ANY_QUEUE = 0.12;
const FROM_ITS_QUEUE = 0.3;
const MISLABELLED = 0.03;

export function tickets(count: number, seed: number): TrainingExample[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const queue = someQueue(random);
    const words = Array.from({ length: 6 + Math.floor(random() * 10) }, () => {
      const kind = random();
      if (kind < FROM_ITS_QUEUE) return pick(queue.words, random);
      return kind < FROM_ITS_QUEUE + FROM_ANY_QUEUE
        ? pick(pick(QUEUES, random).words, random)
        : pick(EVERYDAY, random);
    });
    const output = random() < MISLABELLED ? pick(QUEUES, random).name : queue.name;
    return { input: words.join(' '), output };
  });
}

/** Free texts: a question and an answer of twelve words each, hardly two alike. */
export function answers(count: number, seed: number): TrainingExample[] {
  const random = seededRandom(seed);
  const known = [...EVERYDAY, ...QUEUES.flatMap(({ words }) => words)];
  const text = () => Array.from({ length: 12 }, () => pick(known, random)).join(' ');
  return Array.from({ length: count }, () => ({ input: text(), output: text() }));
}

function someQueue(random: Random) {
  let left = random();
  for (const queue of QUEUES) {
    left -= queue.share;
    if (left < 0) return queue;
  }
  return pick(QUEUES, random);
}

function pick<T>(list: readonly T[], random: Random): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

/** The textbook baseline: multinomial naive Bayes over words, with add-one smoothing. */
export function naiveBayes(examples: readonly TrainingExample[]): (text: string) => string {
  const vocabulary = new Set(examples.flatMap(({ input }) => input.split(' ')));
  const classes = [...new Set(examples.map(({ output }) => output))].map((name) => {
    const members = examples.filter(({ output }) => output === name);
    const words = members.flatMap(({ input }) => input.split(' '));
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const logLikelihood = (word: string) =>
      Math.log(((counts.get(word) ?? 0) + 1) / (words.length + vocabulary.size));
    return { name, logPrior: Math.log(members.length / examples.length), logLikelihood };
  });
  return (text) => {
    const known = text.split(' ').filter((word) => vocabulary.has(word));
    const scored = classes.map(({ name, logPrior, logLikelihood }) => ({
      name,
      score: known.reduce((sum, word) => sum + logLikelihood(word), logPrior),
    }));
    return scored.sort((one, other) => other.score - one.score)[0]?.name ?? '';
  };
}

/** The accuracy of always answering the most frequent label. */
export function majorityShare(examples: readonly TrainingExample[]): number {
  const labels = new Set(examples.map(({ output }) => output));
  return Math.max(...Array.from(labels, (label) => accuracy(examples, () => label)));
}

export function accuracy(examples: readonly TrainingExample[], classify: (input: string) => string): number {
  return examples.filter(({ input, output }) => classify(input) === output).length / examples.length;
}
