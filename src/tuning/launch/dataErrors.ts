// Why a file can't be tuned on, wherever it was read.
import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import { type NextStep, UserError } from '../../base/userError';
import type { Survey } from './onDisk/survey';

export function noDataset(name: string, nextSteps: readonly NextStep[] = []): UserError {
  return new UserError(
    l10n.t("{0} isn't a training file. No line matches a format that can be used for tuning.", name),
    'NO_DATASET',
    nextSteps,
  );
}

/** @param first of the errors */
export function hasErrors(
  name: string,
  count: number,
  first: Survey['firstError'],
  nextSteps: readonly NextStep[] = [],
): UserError {
  return new UserError(
    count === 1
      ? l10n.t('Line {0} of {1} has an error: {2}', (first?.line ?? 0) + 1, name, first?.message ?? '')
      : l10n.t('{0} has {1} errors. Fix them before tuning.', name, grouped(count)),
    'DATASET_ERRORS',
    nextSteps,
  );
}
