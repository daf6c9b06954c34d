import assert from 'node:assert/strict';
import { UsageError } from '../../../src/cli/command';
import { gateFailures, gateOf } from '../../../src/cli/evaluationGate';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import type { ResultRecord, RowRecord } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';

type Outcome = 'right' | 'wrong' | 'failed' | 'missing';

/** By model, what became of each row. */
async function failures(
  models: Readonly<Record<string, readonly Outcome[]>>,
  required: readonly string[],
  notWorse: readonly string[] = [],
): Promise<readonly string[]> {
  const labels = Object.keys(models);
  const count = Math.max(...Object.values(models).map(({ length }) => length));
  const rows = Array.from(
    { length: count },
    (_, index): RowRecord => ({
      kind: 'row',
      line: index + 1,
      prompt: { systemInstruction: undefined, turns: [{ role: 'user', text: `question ${index}` }] },
      expected: `answer ${index}`,
    }),
  );
  const records = Object.values(models).flatMap((outcomes, target) =>
    outcomes.flatMap((outcome, index): ResultRecord[] => {
      const at = { line: index + 1, target };
      if (outcome === 'missing') return [];
      if (outcome === 'failed') return [{ kind: 'failure', ...at, reason: 'SAFETY', message: '' }];
      const text = outcome === 'right' ? `answer ${index}` : '?';
      return [{ kind: 'answer', ...at, text, finishReason: 'STOP' }];
    }),
  );
  const header = {
    kind: 'evaluation' as const,
    version: 1 as const,
    startedAt: '2026-01-31T12:00:00.000Z',
    dataset: { path: 'rows.jsonl', format: 'geminiApi', sha256: 'abc' },
    targets: labels.map((label) => ({ service: 'fake', model: label, label })),
    parameters: {},
    metrics: ['exact-match'],
    rows: count,
  };
  const results = new Results(header, rows, records);
  return gateFailures(await summarise(results, scoresOf(results)), gateOf(required, notWorse));
}

const of = (count: number, outcome: Outcome) => new Array<Outcome>(count).fill(outcome);
const right = of(30, 'right');

describe('the gate of an evaluation', () => {
  it('is open for what is as it must be', async () => {
    assert.deepEqual(await failures({ new: right }, ['exact-match=1']), []);
    const better = { old: [...of(20, 'wrong'), ...of(10, 'right')], new: right };
    assert.deepEqual(await failures(better, ['exact-match=1'], ['exact-match']), []);
    assert.deepEqual(await failures({ new: of(30, 'failed') }, []), [], 'there is none');
  });

  it('is closed for models without a response to all examples, whatever the others show', async () => {
    const lacking = [...of(27, 'right'), ...of(2, 'failed'), ...of(1, 'missing')];
    assert.deepEqual(await failures({ new: lacking }, ['exact-match=0.5']), [
      'new has no response to 3 examples.',
    ]);
    assert.deepEqual(await failures({ old: right, new: lacking }, [], ['exact-match']), [
      'new has no response to 3 examples.',
    ]);
    assert.deepEqual(await failures({ old: lacking, new: right }, [], ['exact-match']), [
      'old has no response to 3 examples.',
    ]);
    assert.deepEqual(await failures({ old: lacking, new: right }, ['exact-match=1']), []);
  });

  it('is closed for a model that is worse, or of which that cannot be told', async () => {
    assert.deepEqual(await failures({ old: right, new: of(30, 'wrong') }, [], ['exact-match']), [
      'Exact match of new is worse than that of the baseline.',
    ]);
    const few = { old: of(9, 'right'), new: of(9, 'right') };
    assert.match((await failures(few, [], ['exact-match'])).join(), /can't be compared .* too few examples/);
    assert.match(
      (await failures({ new: right }, [], ['exact-match'])).join(),
      /can't be compared with a baseline/,
    );
    assert.match(
      (await failures({ old: right, new: right }, [], ['json-match'])).join(),
      /can't be compared/,
    );
  });

  it('takes no bound that it would read otherwise', () => {
    assert.throws(() => gateOf(['exact-match=0.5=1'], []), UsageError);
    assert.throws(() => gateOf(['exact-match'], []), UsageError);
    assert.throws(() => gateOf(['magic=1'], []), UsageError);
  });
});
