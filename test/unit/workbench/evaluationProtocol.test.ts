import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type EvaluationState,
  readFromEvaluation,
  reduce,
} from '../../../src/workbench/evaluation/page/evaluation.protocol';

describe('the protocol of the results page', () => {
  it('reads nothing into messages that are not in it', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        const read = readFromEvaluation(message);
        if (read && 'row' in read) assert.ok(Number.isInteger(read.row) && read.row >= 0);
      }),
    );
    assert.equal(readFromEvaluation({ type: 'goToLine', row: -1 }), undefined);
    assert.equal(readFromEvaluation({ type: 'goToLine', row: 1.5 }), undefined);
    assert.equal(readFromEvaluation({ type: 'delete' }), undefined);
    assert.deepEqual(readFromEvaluation({ type: 'tryRow', row: 3, more: 1 }), { type: 'tryRow', row: 3 });
    assert.deepEqual(readFromEvaluation({ type: 'fixRows', rows: [0, 2] }), {
      type: 'fixRows',
      rows: [0, 2],
    });
    assert.equal(readFromEvaluation({ type: 'fixRows', rows: [0, -2] }), undefined);
    assert.deepEqual(readFromEvaluation({ type: 'pause', row: 3 }), { type: 'pause' });
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
