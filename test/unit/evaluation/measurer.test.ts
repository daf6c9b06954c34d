import assert from 'node:assert/strict';
import path from 'node:path';
import { Measurer } from '../../../src/evaluation/compare/measurer';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import type { EvaluationHeader, ResultRecord, RowRecord } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';
import { seededRandom } from '../../../src/evaluation/seededRandom';

const workerFile = path.resolve('dist/measure-worker.js');

function resultsOf(count: number, words: number): Results {
  const random = seededRandom(1);
  const text = () => Array.from({ length: words }, () => `w${Math.floor(random() * 500)}`).join(' ');
  const header: EvaluationHeader = {
    kind: 'evaluation',
    version: 1,
    startedAt: '2026-01-31T12:00:00.000Z',
    dataset: { path: 'a.jsonl', format: 'geminiApi', sha256: '' },
    targets: ['a', 'b'].map((model) => ({ service: 'fake', model, label: model })),
    parameters: {},
    metrics: ['exact-match', 'rouge-l', 'chrf', 'length-ratio', 'latency'],
    rows: count,
  };
  const rows = Array.from({ length: count }, (_, index): RowRecord => {
    const turns = [{ role: 'user' as const, text: `${index}` }];
    return {
      kind: 'row',
      line: index + 1,
      prompt: { systemInstruction: undefined, turns },
      expected: text(),
    };
  });
  const answers = rows.flatMap(({ line }) =>
    [0, 1].map(
      (target): ResultRecord => ({
        ...{ kind: 'answer', line, target, text: text(), finishReason: 'STOP' },
        milliseconds: Math.floor(random() * 900),
      }),
    ),
  );
  return new Results(header, rows, answers);
}

describe('measuring in a thread of its own', function () {
  this.timeout(120_000);
  const measurer = new Measurer(workerFile);
  after(() => measurer.dispose());

  it('finds what is found without', async () => {
    const results = resultsOf(20, 12);
    const scores = scoresOf(results);
    await scores.prepare(measurer);
    const apart = await summarise(results, scores, { measurer });
    assert.deepEqual(apart, await summarise(results, scoresOf(results)));
  });

  it('leaves this thread to others while long texts are compared', async () => {
    const results = resultsOf(8, 1000);
    const scores = scoresOf(results);
    const before = performance.eventLoopUtilization();
    await scores.prepare(measurer);
    await summarise(results, scores, { measurer });
    const elsewhere = performance.eventLoopUtilization(before);
    await summarise(results, scoresOf(results));
    const here = performance.eventLoopUtilization(before).active - elsewhere.active;
    assert.ok(here > 200, `${here} ms are too short to show anything`);
    assert.ok(
      elsewhere.active < here / 3,
      `${elsewhere.active} ms of this thread, ${here} without the other`,
    );
  });

  it('says that nothing is measured any more, rather than wait for ever', async () => {
    const other = new Measurer(workerFile);
    const asked = other.statistics([]);
    other.dispose();
    await assert.rejects(asked, /stopped/);
  });
});
