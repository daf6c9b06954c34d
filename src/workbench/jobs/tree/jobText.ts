import * as vscode from 'vscode';
import { withPrecision } from '../../../base/numbers';
import { hasEnded, type JobState, type TuningJob } from '../../../tuning/contract/job';
import { remainingTime } from '../../../tuning/watch/remainingTime';
import { numberText } from '../../ui/numberFormat';

/** What a row says beside a job's name, such as `42 % · 12 min left · epoch 3/5 · loss 1.40`. */
export function describeJob(job: TuningJob, now = Date.now()): string {
  if (hasEnded(job.state)) return stateLabel(job.state);
  const { fraction, epoch, epochCount, loss, reward } = job.progress ?? {};
  const left = remainingTime(job, now);
  const facts = [
    fraction === undefined ? undefined : `${Math.floor(fraction * 100)}%`,
    left === undefined ? undefined : vscode.l10n.t('{0} left', durationText(left)),
    epoch === undefined
      ? undefined
      : vscode.l10n.t('epoch {0}', epochCount ? `${epoch}/${epochCount}` : epoch),
    loss === undefined ? undefined : vscode.l10n.t('loss {0}', withPrecision(loss, 3)),
    reward === undefined ? undefined : vscode.l10n.t('reward {0}', withPrecision(reward, 3)),
  ].filter((fact) => fact !== undefined);
  if (facts.length === 0) facts.unshift(detailLabel(job.detail) || stateLabel(job.state));
  else if (job.state !== 'RUNNING') facts.unshift(stateLabel(job.state));
  return facts.join(' · ');
}

/** As exact as an estimate deserves: `12 min`, `2 h 30 min`, `3 days`. */
export function durationText(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (milliseconds < 60_000) return vscode.l10n.t('less than 1 min');
  if (minutes < 90) return vscode.l10n.t('{0} min', minutes);
  const tens = Math.ceil(minutes / 10);
  const hours = Math.floor(tens / 6);
  if (hours < 10) {
    return tens % 6 === 0
      ? vscode.l10n.t('{0} h', hours)
      : vscode.l10n.t('{0} h {1} min', hours, (tens % 6) * 10);
  }
  if (hours < 48) return vscode.l10n.t('{0} h', Math.ceil(minutes / 60));
  return vscode.l10n.t('{0} days', numberText(Math.ceil(minutes / 60 / 24)));
}

export function stateLabel(state: JobState): string {
  const labels: Record<JobState, string> = {
    QUEUED: vscode.l10n.t('queued'),
    PENDING: vscode.l10n.t('pending'),
    RUNNING: vscode.l10n.t('running'),
    SUCCEEDED: vscode.l10n.t('succeeded'),
    FAILED: vscode.l10n.t('failed'),
    CANCELLING: vscode.l10n.t('canceling'),
    CANCELLED: vscode.l10n.t('canceled'),
    PAUSED: vscode.l10n.t('paused'),
    EXPIRED: vscode.l10n.t('expired'),
    UPDATING: vscode.l10n.t('updating'),
    PARTIALLY_SUCCEEDED: vscode.l10n.t('partially succeeded'),
    UNKNOWN: vscode.l10n.t('unknown state'),
  };
  return labels[state];
}

export function stateIcon(state: JobState): vscode.ThemeIcon {
  switch (state) {
    case 'SUCCEEDED':
    case 'PARTIALLY_SUCCEEDED':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'FAILED':
    case 'EXPIRED':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'CANCELLED':
      return new vscode.ThemeIcon('circle-slash');
    case 'QUEUED':
    case 'PENDING':
      return new vscode.ThemeIcon('clock');
    case 'PAUSED':
      return new vscode.ThemeIcon('debug-pause');
    case 'UNKNOWN':
      return new vscode.ThemeIcon('question');
    default:
      return new vscode.ThemeIcon('loading~spin');
  }
}

/** `google.cloud.aiplatform.v1beta1.TuningJob` has no message for it; values from @google/genai's `TuningJobState`. */
export function detailLabel(detail: string | undefined): string {
  const labels: Readonly<Record<string, string>> = {
    WAITING_FOR_QUOTA: vscode.l10n.t('waiting for quota'),
    PROCESSING_DATASET: vscode.l10n.t('processing the training file'),
    WAITING_FOR_CAPACITY: vscode.l10n.t('waiting for capacity'),
    TUNING: vscode.l10n.t('training'),
    POST_PROCESSING: vscode.l10n.t('deploying the model'),
  };
  return detail === undefined ? '' : (labels[detail] ?? detail.toLowerCase().replaceAll('_', ' '));
}
