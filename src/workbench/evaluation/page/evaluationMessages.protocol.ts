// What the page of an evaluation and its host say to each other. Rows are named by their place: nothing else of what the page
// says is used.
import * as v from 'valibot';
import { type PageProtocol, place } from '../../ui/page/page.protocol';
import {
  type EvaluationEvent,
  type EvaluationState,
  type EvaluationStrings,
  filters,
} from './evaluation.protocol';

export const evaluationRequests = v.variant('type', [
  v.object({ type: v.picklist(['pause', 'resume', 'cancel', 'retry', 'export', 'compare']) }),
  v.object({ type: v.picklist(['goToLine', 'tryRow', 'fixRow']), row: place }),
  v.object({ type: v.literal('fixRows'), rows: v.pipe(v.array(place), v.readonly()) }),
]);
export type EvaluationRequest = v.InferOutput<typeof evaluationRequests>;

/** A `View`. */
export const keptEvaluation = v.object({
  text: v.string(),
  filter: v.picklist(filters),
  sort: v.union([v.literal('line'), place]),
  descending: v.boolean(),
  metric: v.string(),
  cell: v.optional(v.object({ target: place, expected: v.string(), answered: v.string() })),
  opened: v.pipe(v.array(v.string()), v.readonly()),
  selected: place,
});

export type EvaluationProtocol = PageProtocol<
  EvaluationState,
  EvaluationEvent,
  EvaluationStrings,
  EvaluationRequest,
  v.InferOutput<typeof keptEvaluation>
>;
