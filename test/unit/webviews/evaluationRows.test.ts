import assert from 'node:assert/strict';
import { failedRows, visibleRows } from '../../../src/webviews/evaluation/rows';
import {
  defaultView,
  type EvaluationState,
  type Outcome,
  type ShownAnswer,
  type View,
} from '../../../src/workbench/evaluation/page/evaluation.protocol';

function answer(text: string, score: number | undefined, outcome?: Outcome): ShownAnswer {
  const label = text; // each answer is a class
  const scores = score === undefined ? {} : { accuracy: { value: score, text: String(score) } };
  return { text, note: '', refused: score === undefined, scores, judged: '', label, outcome };
}

const rows: EvaluationState['rows'] = [
  {
    line: 1,
    question: 'Where is it?',
    expected: 'Paris',
    label: 'Paris',
    seen: '',
    answers: [answer('Rome', 0), answer('Paris', 1, 'won')],
  },
  {
    line: 4,
    question: 'And this?',
    expected: 'Oslo',
    label: 'Oslo',
    seen: 'seen in training',
    answers: [answer('Oslo', 1), answer('Bern', 0, 'lost')],
  },
  {
    line: 6,
    question: 'And that?',
    expected: 'Bonn',
    label: 'Bonn',
    seen: '',
    answers: [answer('Bonn', 1), answer('Bonn', 1, 'equal')],
  },
  {
    line: 7,
    question: 'At last?',
    expected: 'Kiel',
    label: 'Kiel',
    seen: '',
    answers: [null, answer('', undefined)],
  },
];
const state: EvaluationState = {
  heading: '',
  subtitle: '',
  conclusions: [],
  contamination: [],
  systemInstruction: '',
  targets: [],
  notes: [],
  metrics: [{ id: 'accuracy', label: 'Accuracy', description: '', lowIsGood: false, best: 1 }],
  mainMetric: 'accuracy',
  rows,
  run: { state: 'done', done: 8, wanted: 8, message: '', canRetry: false },
};
const shown = (view: Partial<View>) => visibleRows(state, { ...defaultView, ...view });

describe('the rows of the results page', () => {
  it('are filtered by what a person looks for', () => {
    assert.deepEqual(shown({}), [0, 1, 2, 3]);
    assert.deepEqual(shown({ filter: 'wrong' }), [0, 1]);
    assert.deepEqual(shown({ filter: 'different' }), [0, 1]);
    assert.deepEqual(shown({ filter: 'won' }), [0]);
    assert.deepEqual(shown({ filter: 'lost' }), [1]);
    assert.deepEqual(shown({ filter: 'refused' }), [3]);
    assert.deepEqual(shown({ filter: 'seen' }), [1]);
    assert.deepEqual(shown({ filter: 'unseen' }), [0, 2, 3]);
    assert.deepEqual(shown({ text: ' BERN' }), [1]); // in answers too
    assert.deepEqual(shown({ text: 'and', filter: 'lost' }), [1]);
    const cell = (target: number, expected: string, answered: string) =>
      shown({ cell: { target, expected, answered } });
    assert.deepEqual(cell(0, 'Paris', 'Rome'), [0]);
    assert.deepEqual(cell(1, 'Paris', 'Rome'), []);
    assert.deepEqual(cell(1, 'Oslo', 'Bern'), []); // seen in training: the matrix doesn't count it
    assert.deepEqual(cell(1, 'Kiel', ''), [3]);
  });

  it('have failed when the last model did not answer, or answered below the best', () => {
    assert.deepEqual(failedRows(state, defaultView), [1, 3]);
  });

  it('are wrong when all are, although one of them is the best there is', () => {
    const wrong = rows.slice(0, 1).map((row) => ({ ...row, answers: [answer('Rome', 0)] }));
    assert.deepEqual(visibleRows({ ...state, rows: wrong }, { ...defaultView, filter: 'wrong' }), [0]);
  });

  it('are sorted by score, those without one last, either way', () => {
    assert.deepEqual(shown({ sort: 1 }), [1, 0, 2, 3]);
    assert.deepEqual(shown({ sort: 1, descending: true }), [0, 2, 1, 3]);
    assert.deepEqual(shown({ sort: 'line', descending: true }), [3, 2, 1, 0]);
  });
});
