// What the page that compares runs and its host say to each other.
import * as v from 'valibot';
import { keptScroll, type PageProtocol, place } from '../../ui/page/page.protocol';
import { chartRequests, chartView } from '../charts/chartMessages.protocol';
import { jobReference } from '../page/jobPageMessages.protocol';
import type { CompareRunsEvent, CompareRunsState, CompareRunsStrings } from './compareRuns.protocol';

export const compareRunsRequests = v.variant('type', [
  v.object({ type: v.literal('again') }),
  v.object({ type: v.literal('openRun'), at: place }),
  chartRequests,
]);
export type CompareRunsRequest = v.InferOutput<typeof compareRunsRequests>;

export const keptCompareRuns = v.object({
  jobs: v.pipe(v.array(jobReference), v.minLength(2), v.readonly()),
  view: chartView,
  scroll: keptScroll,
});

export type CompareRunsProtocol = PageProtocol<
  CompareRunsState,
  CompareRunsEvent,
  CompareRunsStrings,
  CompareRunsRequest,
  v.InferOutput<typeof keptCompareRuns>
>;
