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

/** A job tells its error in words only: what they mean is looked up like the words of a reply. */
export function failureOf({ state, error }: Pick<TuningJob, 'state' | 'error'>): JobFailure | undefined {
  if (state !== 'FAILED' && state !== 'EXPIRED') return undefined;
  if (error === undefined) return { message: l10n.t('No reason given.'), nextSteps: [], rows: [] };
  const { message, nextSteps } = explainGoogleStatus({ ...emptyStatus, status: 'FAILED', message: error });
  return { message, nextSteps, rows: faultyRowsIn(error) };
}
