import * as vscode from 'vscode';
import { hasEnded, type JobState, type TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { MetricSeries } from '../../../tuning/contract/metrics';
import type { TuningService } from '../../../tuning/contract/service';
import { methodOf } from '../../../tuning/contract/spec';
import type { FaultyRow } from '../../../tuning/google/errors/faultyRows';
import { failureOf } from '../../../tuning/google/errors/jobFailure';
import { remainingTime } from '../../../tuning/watch/remainingTime';
import type { SeenState } from '../../../tuning/watch/seenStates';
import { titleOf } from '../../ui/nextSteps';
import { dateText } from '../../ui/numberFormat';
import { describeJob, detailLabel, durationText, stateLabel } from '../tree/jobText';
import { costsOf } from './costs';
import { dataRows, distributionsOf, droppedFacts } from './dataFacts';
import { actionsFor } from './jobActions';
import type { JobFacts, Tone } from './jobPage.protocol';
import { checkpointRows, evaluationFacts, resourcesOf } from './resources';
import { settingsOf } from './settingFacts';
import { timelineOf } from './timeline';

/** What is known of a job besides what its service tells. */
export interface JobSurroundings {
  readonly service: TuningService;
  /** Of the launch that made it, when that was ours. */
  readonly record: LaunchRecord | undefined;
  readonly seen: readonly SeenState[];
  /** Its curves, as far as the service has told them. */
  readonly series: readonly MetricSeries[];
  readonly inSandbox: boolean;
  /** Its model was deleted, or the job itself. */
  readonly isDeleted: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A job in the words of its page. */
export function jobFacts(told: TuningJob, around: JobSurroundings): JobFacts {
  const { service, record, seen, now, isDeleted } = around;
  const job = isDeleted ? withoutModel(told) : told;
  const ended = hasEnded(job.state);
  const failure = failureOf(job);
  return {
    title: job.displayName,
    subtitle: subtitle(job, service),
    name: job.name,
    tone: isDeleted ? 'stopped' : toneOf(job.state),
    state: isDeleted ? vscode.l10n.t('Tuned model deleted') : stateLabel(job.state),
    detail: ended ? '' : detailLabel(job.detail),
    fraction: ended ? undefined : job.progress?.fraction,
    progress: ended ? '' : describeJob(job),
    time: ended ? endText(job) : remaining(job, now),
    failure: failure && {
      message: failure.message,
      steps: failure.nextSteps.map(titleOf),
      rows: record === undefined ? [] : failure.rows.map(rowTitle),
    },
    actions: actionsFor(job, around),
    timeline: timelineOf(job, seen),
    settings: settingsOf(job, service),
    data: dataRows(job, record),
    distributions: distributionsOf(job.dataStats),
    dropped: droppedFacts(job, around),
    checkpoints: checkpointRows(job, around, ended),
    evaluations: evaluationFacts(job),
    resources: resourcesOf(job, around),
    consoleName: around.inSandbox ? '' : (service.consoleName ?? ''),
    costs: costsOf(job, around),
  };
}

function withoutModel({ interimModel: _, ...job }: TuningJob): TuningJob {
  return { ...job, tunedModel: undefined };
}

export function rowTitle(row: FaultyRow): string {
  return row.kind === 'line'
    ? vscode.l10n.t('Go to Line {0}', row.line + 1)
    : vscode.l10n.t('Go to Example {0}', row.index);
}

function subtitle(job: TuningJob, service: TuningService): string {
  const model = job.baseModel.split('/').at(-1) ?? job.baseModel;
  const method = service.methods.find((one) => one.method === methodOf(job.spec));
  const label = job.otherMethod?.label ?? (service.methods.length > 1 ? method?.label : undefined);
  const methods = label === undefined ? [] : [label];
  return [service.label, vscode.l10n.t('base model: {0}', model), ...methods].join(' · ');
}

function remaining(job: TuningJob, now: number): string {
  const left = remainingTime(job, now);
  if (left === undefined) return '';
  const end = new Date(now + left);
  const isSoon = left < 18 * 3_600_000;
  return vscode.l10n.t('estimated end: {0}', isSoon ? dateText(end, { timeStyle: 'short' }) : dateText(end));
}

function endText({ startTime, createTime, endTime }: TuningJob): string {
  if (endTime === undefined) return '';
  const began = startTime ?? createTime;
  const end = dateText(endTime);
  return began === undefined ? end : vscode.l10n.t('{0}, after {1}', end, durationText(endTime - began));
}

function toneOf(state: JobState): Tone {
  switch (state) {
    case 'SUCCEEDED':
    case 'PARTIALLY_SUCCEEDED':
      return 'good';
    case 'FAILED':
    case 'EXPIRED':
      return 'bad';
    case 'RUNNING':
    case 'UPDATING':
    case 'CANCELLING':
      return 'running';
    case 'CANCELLED':
    case 'PAUSED':
    case 'UNKNOWN':
      return 'stopped';
    case 'QUEUED':
    case 'PENDING':
      return 'waiting';
  }
}
