import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  defaultView,
  type EvaluationState,
  reduce,
} from '../../../src/workbench/evaluation/page/evaluation.protocol';
import {
  evaluationRequests,
  keptEvaluation,
} from '../../../src/workbench/evaluation/page/evaluationMessages.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const readRequest = (message: unknown) => read(evaluationRequests, message);

describe('the protocol of the results page', () => {
  it('reads nothing into messages that are not in it', () => {
    const some = fc.oneof(fc.anything(), fc.nat(3));
    const near = fc.record(
      { type: fc.constantFrom('pause', 'goToLine', 'fixRow', 'fixRows'), row: some, rows: fc.array(some) },
      { requiredKeys: ['type'] },
    );
    const isPlace = (value: number) => Number.isInteger(value) && value >= 0;
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (message) => {
        const request = readRequest(message);
        if (request && 'row' in request) assert.ok(isPlace(request.row));
        if (request && 'rows' in request) assert.ok(request.rows.every(isPlace));
      }),
    );
    assert.equal(readRequest({ type: 'goToLine', row: -1 }), undefined);
    assert.equal(readRequest({ type: 'goToLine', row: 1.5 }), undefined);
    assert.equal(readRequest({ type: 'delete' }), undefined);
    assert.deepEqual(readRequest({ type: 'tryRow', row: 3, more: 1 }), { type: 'tryRow', row: 3 });
    assert.deepEqual(readRequest({ type: 'fixRows', rows: [0, 2] }), {
      type: 'fixRows',
      rows: [0, 2],
    });
    assert.equal(readRequest({ type: 'fixRows', rows: [0, -2] }), undefined);
    assert.deepEqual(readRequest({ type: 'pause', row: 3 }), { type: 'pause' });
  });

  it('has what a person set kept, or nothing', () => {
    const view = { ...defaultView, cell: { target: 1, expected: 'a', answered: '' }, sort: 1, filter: 'won' };
    for (const kept of [defaultView, view])
      assert.deepEqual({ cell: undefined, ...read(keptEvaluation, JSON.parse(JSON.stringify(kept))) }, kept);
    for (const broken of [{ filter: 'x' }, { sort: -1 }, { opened: [1] }, { cell: {} }])
      assert.equal(read(keptEvaluation, { ...view, ...broken }), undefined);
  });

  it('puts answers to their rows, and leaves those that are not there', () => {
    const run = { state: 'running', done: 0, wanted: 2, message: '', canRetry: false } as const;
    const row = (line: number) => ({
      line,
      question: '',
      expected: '',
      label: '',
      seen: '',
      answers: [null],
    });
    const state: EvaluationState = {
      heading: '',
      subtitle: '',
      conclusions: [],
      contamination: [],
      systemInstruction: '',
      targets: [],
      notes: [],
      metrics: [],
      mainMetric: '',
      rows: [row(1), row(2)],
      run,
    };
    const answer = {
      text: 'hi',
      note: '',
      refused: false,
      scores: {},
      judged: '',
      label: '',
      outcome: undefined,
    };
    const next = reduce(state, { kind: 'answer', row: 1, answers: [answer] });
    assert.deepEqual(
      next.rows.map(({ answers }) => answers[0]?.text),
      [undefined, 'hi'],
    );
    assert.equal(reduce(state, { kind: 'answer', row: 9, answers: [answer] }), state);
    assert.equal(reduce(next, { kind: 'run', run: { ...run, done: 1 } }).run.done, 1);
  });
});
