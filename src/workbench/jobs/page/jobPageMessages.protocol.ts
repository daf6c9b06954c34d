// What the page of a job and its host say to each other.
import * as v from 'valibot';
import { keptScroll, type PageProtocol, place, type Schema } from '../../ui/page/page.protocol';
import { chartRequests, chartView } from '../charts/chartMessages.protocol';
import {
  type JobPageEvent,
  type JobPageState,
  type JobPageStrings,
  type JobReference,
  jobActionIds,
} from './jobPage.protocol';

export const jobReference: Schema<JobReference> = v.object({
  service: v.string(),
  name: v.string(),
  displayName: v.string(),
});

export const jobPageRequests = v.variant('type', [
  v.object({ type: v.literal('again') }),
  v.object({ type: v.literal('action'), id: v.picklist(jobActionIds) }),
  v.object({
    type: v.picklist([
      'step',
      'revealRow',
      'promptCheckpoint',
      'continueFrom',
      'makeDefault',
      'openResource',
      'revealDropped',
    ]),
    at: place,
  }),
  chartRequests,
]);
export type JobPageRequest = v.InferOutput<typeof jobPageRequests>;

export const keptJobPage = v.object({ job: jobReference, view: chartView, scroll: keptScroll });

export type JobPageProtocol = PageProtocol<
  JobPageState,
  JobPageEvent,
  JobPageStrings,
  JobPageRequest,
  v.InferOutput<typeof keptJobPage>
>;
