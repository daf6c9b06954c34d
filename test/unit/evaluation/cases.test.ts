import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mergeResults } from '../../../src/evaluation/compare/merge';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise, type TargetSummary } from '../../../src/evaluation/compare/summary';
import { resultsReports } from '../../../src/evaluation/report/index';
import { readResults } from '../../../src/evaluation/results/readResults';
import type { Results } from '../../../src/evaluation/results/results';

function read(name: string): Results {
  const file = path.resolve('test/fixtures/evaluation/cases', `${name}.eval.jsonl`);
  return readResults(readFileSync(file, 'utf8'), name).results;
}

async function compare(first: string, second: string) {
  const results = mergeResults(read(first), read(second));
  const scores = scoresOf(results);
  const summary = await summarise(results, scores);
  const report = resultsReports.markdown?.write({ results, scores, summary }) ?? '';
  return { summary, report };
}

const shareOf = (summary: readonly TargetSummary[], target: number, id: string) =>
  summary[target]?.metrics.find(({ metric }) => metric.id === id)?.figure?.value;

describe('results that were called right and were wrong', () => {
  for (const [labels, share, classes] of [
    ['sign', 1 / 3, 3],
    ['income', 0, 2],
    ['language', 0, 3],
  ] as const) {
    it(`labels of ${labels} that differ stay different`, async () => {
      const { summary, report } = await compare(`${labels}.right`, `${labels}.wrong`);
      for (const id of ['accuracy', 'normalised-match', 'exact-match']) {
        assert.equal(shareOf(summary, 0, id), 1, id);
        assert.equal(shareOf(summary, 1, id), share, id);
      }
      for (const { classification } of summary) assert.equal(classification?.classes.length, classes);
      assert.match(report, /\| Exact match \|/);
      assert.match(report, /Accuracy and Normalized match ignore upper and lower case/);
    });
  }

  it('pictures with one prompt are rows of their own', async () => {
    const { summary, report } = await compare('one', 'two');
    for (const target of [0, 1]) assert.equal(shareOf(summary, target, 'accuracy'), 0.5);
    assert.match(report, /\| Accuracy \| 50\.0% \| .* \| 24 \|/);
    assert.match(report, /\| 0 wins, 24 ties, 0 losses \|/);
  });

  it('refused rows are not right, and stay out of the comparison', async () => {
    const { summary, report } = await compare('answers-all', 'refuses-half');
    const [, refusing] = summary;
    assert.equal(shareOf(summary, 1, 'exact-match'), 0.5);
    const { answered, comparison } = refusing?.metrics[0] ?? {};
    assert.deepEqual([answered?.value, answered?.rows, comparison?.rows], [1, 15, 15]);
    assert.match(report, /\| Exact match \| 50\.0% \| .* \| 30 \| 100\.0% \[.*\], 15 rows \|/);
  });

  it('all right is no certainty', async () => {
    const { summary } = await compare('all', 'eight');
    const [all, eight] = summary.map(({ metrics }) => metrics[0]?.figure?.interval);
    assert.ok(all && all.low > 0.7 && all.low < 0.8 && all.high === 1, `${all?.low}`);
    assert.ok(eight && Math.abs(eight.low - 0.39) < 0.03 && Math.abs(eight.high - 0.86) < 0.03);
    assert.equal(all.method, 'midP');
  });

  it('order numbers beyond 2^53 keep their last digit', async () => {
    const { summary } = await compare('right', 'off-by-one');
    assert.deepEqual([shareOf(summary, 0, 'json-match'), shareOf(summary, 1, 'json-match')], [1, 0]);
  });
});
