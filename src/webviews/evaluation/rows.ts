// Which rows are shown, in which order.
import type {
  Cell,
  EvaluationState,
  Filter,
  ShownAnswer,
  ShownRow,
  View,
} from '../../workbench/evaluation/page/evaluation.protocol';

export function metricOf(state: EvaluationState, view: View) {
  return (
    state.metrics.find(({ id }) => id === view.metric) ??
    state.metrics.find(({ id }) => id === state.mainMetric)
  );
}

/** Places in `state.rows`. */
export function visibleRows(state: EvaluationState, view: View): readonly number[] {
  const metric = metricOf(state, view);
  const best = metric && (metric.best ?? bestScore(state, metric.id, metric.lowIsGood));
  const words = view.text.toLowerCase().trim();
  const places = [...state.rows.keys()].filter((place) => {
    const row = state.rows[place];
    if (row === undefined || !passes(row, view.filter, metric?.id ?? '', best)) return false;
    if (view.cell && !isIn(row, view.cell)) return false;
    return words === '' || textOf(row).includes(words);
  });
  const { sort, descending } = view;
  if (sort === 'line') return descending ? places.reverse() : places;
  const value = (place: number) => state.rows[place]?.answers[sort]?.scores[metric?.id ?? '']?.value;
  return places.sort((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined) || a - b; // without a score: last either way
    }
    return (descending ? second - first : first - second) || a - b;
  });
}

/** Places of the rows that the last target, the one in question, didn't answer or answered below the best score. */
export function failedRows(state: EvaluationState, view: View): readonly number[] {
  const metric = metricOf(state, view);
  const best = metric && (metric.best ?? bestScore(state, metric.id, metric.lowIsGood));
  return [...state.rows.keys()].filter((place) => {
    const answer = state.rows[place]?.answers.at(-1);
    const score = answer?.scores[metric?.id ?? ''];
    return answer?.refused || (score !== undefined && score.value !== best);
  });
}

function passes(row: ShownRow, filter: Filter, metric: string, best: number | undefined): boolean {
  const answers = row.answers.filter((answer): answer is ShownAnswer => answer !== null);
  switch (filter) {
    case 'all':
      return true;
    case 'wrong':
      return answers.some(({ scores }) => scores[metric] !== undefined && scores[metric].value !== best);
    case 'different':
      return new Set(answers.map(({ text }) => text.trim())).size > 1;
    case 'refused':
      return answers.some(({ refused }) => refused);
    case 'seen':
    case 'unseen':
      return (row.seen !== '') === (filter === 'seen');
    case 'won':
    case 'lost':
      return answers.some(({ outcome }) => outcome === filter);
  }
}

/** As the matrix counts: rows that were seen in training are not in it. */
function isIn({ label, seen, answers }: ShownRow, { target, expected, answered }: Cell): boolean {
  return seen === '' && label === expected && answers[target]?.label === answered;
}

function bestScore(state: EvaluationState, metric: string, lowIsGood: boolean): number | undefined {
  let best: number | undefined;
  for (const { answers } of state.rows) {
    for (const answer of answers) {
      const value = answer?.scores[metric]?.value;
      if (value === undefined) continue;
      if (best === undefined || (lowIsGood ? value < best : value > best)) best = value;
    }
  }
  return best;
}

function textOf({ question, expected, answers }: ShownRow): string {
  return [question, expected, ...answers.map((answer) => answer?.text ?? '')].join('\n').toLowerCase();
}
