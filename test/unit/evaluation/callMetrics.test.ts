import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Scores } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import { callPairs } from '../../../src/evaluation/metrics/callPairs';
import { findMetric, metrics } from '../../../src/evaluation/metrics/index';
import { Labels } from '../../../src/evaluation/metrics/labels';
import { factsOf, proposedMetrics } from '../../../src/evaluation/plan';
import { readResults } from '../../../src/evaluation/results/readResults';
import type { EvaluationHeader } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';
import { datasetRows } from '../../../src/evaluation/rows';
import { answerText, type FunctionCall, textBeside } from '../../../src/tuning/contract/functions';

const call = (name: string, args: FunctionCall['args'] = {}): FunctionCall => ({ name, args });
const bonn = call('weather', { city: 'Bonn', days: 3 });

/** right-call, right-function, argument-accuracy, missing-call, needless-call */
function scores(expected: readonly FunctionCall[], given: readonly FunctionCall[]) {
  return metrics
    .filter(({ id }) => /call$|^right-function$|^argument-accuracy$/.test(id))
    .map(({ score }) =>
      score(
        { expected: '', answer: '', hasTools: true, expectedCalls: expected, calls: given },
        { labels: new Labels([]) },
      ),
    );
}

describe('metrics of calls', () => {
  it('by hand', () => {
    assert.deepEqual(scores([bonn], [bonn]), [1, 1, 1, 0, undefined]);
    assert.deepEqual(scores([bonn], [call('weather', { days: 3, city: 'Bonn' })]), [1, 1, 1, 0, undefined]);
    assert.deepEqual(scores([bonn], [call('weather', { city: 'Bonn', days: '3' })]), [
      0,
      1,
      0.5,
      0,
      undefined,
    ]);
    // One of city, days and unit is both expected and given.
    assert.deepEqual(scores([bonn], [call('weather', { city: 'Bonn', unit: 'C' })]), [
      0,
      1,
      1 / 3,
      0,
      undefined,
    ]);
    assert.deepEqual(scores([bonn], [call('time', { city: 'Bonn' })]), [0, 0, 0, 0, undefined]);
    assert.deepEqual(scores([bonn], []), [0, 0, 0, 1, undefined]);
    assert.deepEqual(scores([bonn], [bonn, bonn]), [0, 0, 0.5, 0, undefined]);
    assert.deepEqual(scores([], [bonn]), [undefined, undefined, undefined, undefined, 1]);
    assert.deepEqual(scores([], []), [undefined, undefined, undefined, undefined, 0]);
  });

  it('calls side by side may come in any order, and each stands for one', () => {
    const calls = fc.array(
      fc.tuple(
        fc.constantFrom('f', 'g'),
        fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ max: 2, min: 0 })),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(calls, calls, fc.infiniteStream(fc.nat()), (expected, given, order) => {
        const [ours, theirs] = [expected, given].map((list) => list.map(([name, args]) => call(name, args)));
        assert.ok(ours && theirs);
        const keys = new Map(theirs.map((one) => [one, order.next().value]));
        const shuffled = theirs.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        assert.deepEqual(scores(ours, shuffled), scores(ours, theirs));
        assert.deepEqual(scores(ours, ours)[0], ours.length === 0 ? undefined : 1);
        const pairs = callPairs(ours, theirs);
        assert.equal(pairs.filter((pair) => pair.expected).length, ours.length);
        assert.equal(pairs.filter((pair) => pair.given).length, theirs.length);
      }),
    );
  });

  it('are proposed for rows with functions, and measured over the rows that they concern', async () => {
    const row = (question: string, part: object) =>
      JSON.stringify({
        contents: [
          { role: 'user', parts: [{ text: question }] },
          { role: 'model', parts: [part] },
        ],
        tools: [{ functionDeclarations: [{ name: 'weather' }] }],
      });
    const functionCall = { functionCall: { name: 'weather', args: { city: 'Bonn' } } };
    const lines = [
      row('Bonn?', functionCall),
      row('Bonn again?', functionCall),
      row('Hi', { text: 'Hello' }),
    ];
    const { rows, format } = datasetRows(lines.join('\n'), 'a.jsonl');
    const facts = factsOf(rows, [], false);
    const ids = proposedMetrics(facts).map(({ id }) => id);
    assert.deepEqual(ids.slice(0, 5), [
      'right-call',
      'right-function',
      'argument-accuracy',
      'missing-call',
      'needless-call',
    ]);
    assert.ok(!ids.includes('accuracy') && !ids.includes('exact-match'));
    const header: EvaluationHeader = {
      kind: 'evaluation',
      version: 1,
      startedAt: '',
      dataset: { path: 'a.jsonl', format: format.id, sha256: '' },
      targets: [{ service: 's', model: 'm', label: 'M' }],
      parameters: {},
      metrics: ids,
      rows: rows.length,
    };
    const given = [call('weather', { city: 'Bonn' })];
    const answer = { kind: 'answer' as const, target: 0, finishReason: 'STOP' };
    const records = [
      { ...answer, line: 1, text: answerText('', given), calls: given },
      { kind: 'failure' as const, line: 2, target: 0, reason: 'R', message: 'No.' },
      { ...answer, line: 3, text: answerText('', given), calls: given },
    ];
    // As it is read from its file again.
    const text = [header, ...rows, ...records].map((record) => `${JSON.stringify(record)}\n`).join('');
    const { results } = readResults(text, 'r');
    assert.ok(results instanceof Results);
    const [summary] = await summarise(results, new Scores(results));
    const figures = Object.fromEntries(
      (summary?.metrics ?? []).map(({ metric, figure }) => [
        metric.id,
        figure && [figure.value, figure.rows],
      ]),
    );
    // Line 2 was refused: it counts as a missing call, and as none that is needless.
    assert.deepEqual(figures['right-call'], [0.5, 2]);
    assert.deepEqual(figures['argument-accuracy'], [0.5, 2]);
    assert.deepEqual(figures['missing-call'], [0.5, 2]);
    assert.deepEqual(figures['needless-call'], [1, 1]);
  });

  it('the text of an answer with calls tells the words apart again', () => {
    const calls = [bonn, call('time')];
    for (const text of ['', 'Let me see.', 'a\nb'])
      assert.equal(textBeside(answerText(text, calls), calls), text);
    assert.equal(textBeside('plain', undefined), 'plain');
    assert.ok(findMetric('right-call'));
  });
});
