// What the dataset view's page asks its host for, held to its shape, and what it keeps.
import * as v from 'valibot';
import type { ConversationEdit, TurnPlace } from '../../dataset/editing/conversationEdits';
import {
  type FactTest,
  numberColumns,
  type RowTest,
  searchPlaces,
  sortColumns,
} from '../../dataset/rows/rowTypes';
import { scripts } from '../../dataset/rows/scripts';
import { type PageProtocol, place, type Schema } from '../ui/page/page.protocol';
import {
  type DatasetViewEvent,
  type DatasetViewState,
  type DatasetViewStrings,
  mostRows,
} from './datasetView.protocol';

const turnPlace: Schema<TurnPlace> = v.variant('in', [
  v.object({ in: v.literal('system') }),
  v.object({ in: v.literal('turns'), at: place }),
  v.object({ in: v.literal('answers'), answer: place, at: place }),
]);

/** What the page asks to do to the turns of a row. */
export type RowEdit = ConversationEdit;

const edit: Schema<RowEdit> = v.variant('kind', [
  v.object({ kind: v.literal('text'), turn: turnPlace, part: place, was: v.string(), text: v.string() }),
  v.object({ kind: v.literal('add'), speaker: v.picklist(['system', 'user', 'model']), at: place }),
  v.object({ kind: v.literal('remove'), turn: turnPlace }),
  v.object({ kind: v.literal('move'), turn: turnPlace, by: v.picklist([-1, 1]) }),
]);

const factTest: Schema<FactTest> = v.variant('column', [
  v.object({ column: v.literal('label'), is: v.string() }),
  v.object({ column: v.literal('script'), is: v.picklist(scripts) }),
  v.object({
    column: v.picklist(numberColumns),
    from: v.exactOptional(place),
    to: v.exactOptional(place),
  }),
]);

const rowTest: Schema<RowTest> = v.variant('kind', [
  v.object({ kind: v.literal('like'), line: v.exactOptional(place) }),
  v.object({ kind: v.literal('changed') }),
  v.object({ kind: v.literal('reviewed'), is: v.boolean() }),
  v.object({ kind: v.literal('sample'), count: place, seed: v.string() }),
]);

/** Rows that have no such thing come last either way. */
const order = v.object({ by: v.picklist(sortColumns), isDescending: v.boolean() });
export type RowOrder = v.InferOutput<typeof order>;

const query = {
  text: v.string(),
  isRegex: v.boolean(),
  matchCase: v.boolean(),
  place: v.picklist(searchPlaces),
};

/** Undefined: rows without problems too. */
const problems = v.optional(
  v.object({
    rule: v.exactOptional(v.string()),
    severity: v.exactOptional(v.picklist(['error', 'warning', 'info', 'hint'])),
  }),
);

const filter = v.object({
  text: v.optional(v.object(query)),
  facts: v.optional(v.pipe(v.array(factTest), v.readonly())),
  /** Of each kind one at most. */
  tests: v.optional(v.pipe(v.array(rowTest), v.readonly())),
  problems,
});
export type RowFilter = v.InferOutput<typeof filter>;

/** The page sends what is to change and not the whole filter, of which it may know an older one. */
const filterChange = v.variant('kind', [
  /** What is left out stays; without text, nothing is searched for. */
  v.object({
    kind: v.literal('text'),
    query: v.object({
      text: v.exactOptional(query.text),
      isRegex: v.exactOptional(query.isRegex),
      matchCase: v.exactOptional(query.matchCase),
      place: v.exactOptional(query.place),
    }),
  }),
  v.object({ kind: v.literal('problems'), problems }),
  v.object({ kind: v.picklist(['addFact', 'removeFact']), fact: factTest }),
  v.object({ kind: v.picklist(['addTest', 'removeTest']), test: rowTest }),
  v.object({ kind: v.literal('clear') }),
]);
export type FilterChange = v.InferOutput<typeof filterChange>;

/** First and last index among the rows of a revision: in order, none twice. */
const ranges = v.pipe(
  v.array(v.pipe(v.strictTuple([place, place]), v.readonly())),
  v.readonly(),
  v.check((found) => found.every(([first, last], at) => first <= last && first > (found[at - 1]?.[1] ?? -1))),
);

/** Of a row that says what it did, see `ShownDetail.key`. */
const row = { line: place, key: v.string() };
const revision = place;

export const datasetViewRequests = v.variant('type', [
  v.object({
    ...{ type: v.literal('rows'), revision, first: place },
    count: v.pipe(place, v.maxValue(mostRows)),
  }),
  /** `index` among the rows of a revision, and `ranges` that are marked; `choice` counts them. */
  v.object({ type: v.literal('select'), revision, index: place, ranges, choice: place }),
  v.object({ type: v.literal('filter'), change: filterChange }),
  v.object({
    type: v.picklist([
      'stopSearch',
      'jump',
      'exportRows',
      'replace',
      'dropPreview',
      'addFilter',
      'chooseColumns',
    ]),
  }),
  v.object({ type: v.literal('showLens'), isOpen: v.boolean() }),
  v.object({ type: v.literal('sort'), by: v.picklist(sortColumns) }),
  v.object({ type: v.literal('goToLine'), line: place }),
  v.object({ type: v.picklist(['deleteRow', 'editRow', 'reviewRow']), ...row }),
  v.object({ type: v.literal('edit'), ...row, edit }),
  v.object({ type: v.literal('fix'), ...row, rule: v.string(), message: v.string() }),
  v.object({ type: v.literal('actOnRows'), revision, ranges }),
  /** Marks these as reviewed, or no longer when they all are. */
  v.object({ type: v.literal('review'), revision, ranges }),
  /** In the texts of these rows, what the filter searches for. */
  v.object({ type: v.literal('previewReplace'), revision, ranges, replacement: v.string() }),
  v.object({ type: v.literal('showRule'), rule: v.string() }),
]);
export type DatasetViewRequest = v.InferOutput<typeof datasetViewRequests>;

/** A text that is being typed, kept so that it survives its page. `turn` is among those of the detail. */
const keptEdit = v.object({
  ...row,
  turn: place,
  part: place,
  place: turnPlace,
  was: v.string(),
  draft: v.string(),
});
export type KeptEdit = v.InferOutput<typeof keptEdit>;

export const keptDatasetView = v.object({
  filter,
  order: v.optional(order),
  isLensOpen: v.optional(v.boolean()),
  line: v.optional(place),
  edit: v.fallback(v.optional(keptEdit), undefined),
  /** What is typed to replace with; undefined when nobody replaces. */
  replacement: v.optional(v.string()),
});

export type DatasetViewProtocol = PageProtocol<
  DatasetViewState,
  DatasetViewEvent,
  DatasetViewStrings,
  DatasetViewRequest,
  v.InferOutput<typeof keptDatasetView>
>;
