import * as l10n from '@vscode/l10n';
import type { NextStep } from '../../../base/userError';
import type { TuningJob } from '../../contract/job';
import { explainGoogleStatus } from './errorExplanation';
import { type FaultyRow, faultyRowsIn } from './faultyRows';
import { emptyStatus } from './googleApiError';

/** What a person reads of a job that has failed; undefined for one that has not. */
export interface JobFailure {
  /** As `ErrorExplanation.message`. */
  readonly message: string;
  readonly nextSteps: readonly NextStep[];
  /** Rows of the training file that it names. */
  readonly rows: readonly FaultyRow[];
}

/** What a job's error means is looked up by its words, as that of a reply; where they tell nothing, by its status. */
export function failureOf({
  state,
  error,
  errorStatus,
}: Pick<TuningJob, 'state' | 'error' | 'errorStatus'>): JobFailure | undefined {
  if (state !== 'FAILED' && state !== 'EXPIRED') return undefined;
  if (error === undefined) return { message: l10n.t('No reason given.'), nextSteps: [], rows: [] };
  const { message, nextSteps } = explainGoogleStatus({
    ...emptyStatus,
    status: errorStatus ?? 'FAILED',
    message: error,
  });
  return { message, nextSteps, rows: faultyRowsIn(error) };
}
