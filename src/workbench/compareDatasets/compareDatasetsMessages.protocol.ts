// What the page that compares datasets and its host say to each other.
import * as v from 'valibot';
import { keptScroll, type PageProtocol } from '../ui/page/page.protocol';
import {
  type CompareDatasetsEvent,
  type CompareDatasetsState,
  type CompareDatasetsStrings,
  changeKinds,
} from './compareDatasets.protocol';

export const compareDatasetsRequests = v.variant('type', [
  v.object({ type: v.picklist(['again', 'more', 'matchBy', 'swap']) }),
  v.object({ type: v.literal('show'), kind: v.picklist(changeKinds) }),
  v.object({
    type: v.literal('goTo'),
    side: v.picklist([0, 1]),
    line: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  }),
]);
export type CompareDatasetsRequest = v.InferOutput<typeof compareDatasetsRequests>;

const side = v.object({ uri: v.string(), isCommitted: v.boolean() });

export const keptCompareDatasets = v.object({
  sides: v.pipe(v.tuple([side, side]), v.readonly()),
  keyPath: v.string(),
  scroll: keptScroll,
});

export type CompareDatasetsProtocol = PageProtocol<
  CompareDatasetsState,
  CompareDatasetsEvent,
  CompareDatasetsStrings,
  CompareDatasetsRequest,
  v.InferOutput<typeof keptCompareDatasets>
>;
