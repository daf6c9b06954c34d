import assert from 'node:assert/strict';
import { holm } from '../../../src/evaluation/compare/holm';
import { differenceInterval, mcNemar } from '../../../src/evaluation/compare/pairedShares';
import { shareInterval } from '../../../src/evaluation/compare/shareInterval';
import { seededRandom } from '../../../src/evaluation/seededRandom';
import { askReference, hasPython } from '../../reference/askReference';

const random = seededRandom(11);
const below = (end: number) => Math.floor(random() * end);

const shares = [1, 2, 12, 40, 90].flatMap((count) =>
  [...new Set([0, 1, count >> 1, count, below(count + 1)])].map((hits) => [hits, count] as const),
);
const discordant = [
  ...Array.from({ length: 40 }, () => [below(40), below(40)] as const),
  ...([
    [0, 0],
    [400, 520],
  ] as const),
];
const differences = [
  ...Array.from({ length: 15 }, () => {
    const [wins, losses] = [below(12), below(12)];
    return [wins, losses, Math.max(1, wins + losses + below(60))] as const;
  }),
  ...([
    [0, 0, 24],
    [10, 0, 10],
    [0, 0, 1],
  ] as const),
];
const families = [1, 2, 5, 30].map((count) => Array.from({ length: count }, () => random() ** 3));

describe('intervals and tests, by two hands', function () {
  this.timeout(120_000);
  const theirs = new Map<string, readonly (readonly number[])[]>();

  before(function () {
    if (!hasPython) this.skip();
    const questions = [
      ...shares.map((of) => ({ what: 'share', of })),
      ...discordant.map((of) => ({ what: 'mcnemar', of })),
      ...differences.map((of) => ({ what: 'paired', of })),
      ...families.map((of) => ({ what: 'holm', of: [of] })),
    ];
    const answers = askReference<readonly number[]>('intervals', questions);
    for (const [index, { what }] of questions.entries())
      theirs.set(what, [...(theirs.get(what) ?? []), answers[index] ?? []]);
  });

  /** Each of ours beside each of theirs. */
  function assertSame(what: string, ours: readonly (readonly number[])[], tolerance: number): void {
    const answers = theirs.get(what) ?? [];
    assert.equal(ours.length, answers.length);
    for (const [index, values] of ours.entries()) {
      const others = answers[index] ?? [];
      const near = values.every((value, at) => Math.abs(value - (others[at] ?? Number.NaN)) < tolerance);
      assert.ok(near && values.length === others.length, `question ${index}: ${values} and ${others}`);
    }
  }

  const ends = ({ low, high }: { readonly low: number; readonly high: number }) => [low, high];

  it('shares', () => {
    const ours = shares.map(([hits, count]) => ends(shareInterval(hits, count)));
    assertSame('share', ours, 1e-9);
  });

  it('McNemar', () => {
    const ours = discordant.map(([wins, losses]) => [mcNemar({ wins, losses })]);
    assertSame('mcnemar', ours, 1e-10);
  });

  it('differences of two shares of the same rows', () => {
    const ours = differences.map(([wins, losses, rows]) => ends(differenceInterval({ wins, losses, rows })));
    assertSame('paired', ours, 1e-5);
  });

  it('Holm', () => {
    assertSame('holm', families.map(holm), 1e-12);
  });
});
