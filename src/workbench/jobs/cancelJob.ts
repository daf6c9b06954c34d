import * as vscode from 'vscode';
import { requestCancellation } from '../../tuning/contract/cancellation';
import { hasEnded, type TuningJob } from '../../tuning/contract/job';
import { numberText } from '../ui/numberFormat';
import { serviceOf, type Workbench } from '../workbench';
import { targetJobs } from './commandTargets';

/** Asks the service to stop jobs that run. */
export async function cancelJob(workbench: Workbench, ...args: unknown[]): Promise<void> {
  const canBeCancelled = ({ service, state }: TuningJob) =>
    serviceOf(workbench, service).can.cancel && !hasEnded(state) && state !== 'CANCELLING';
  const jobs = await targetJobs(workbench, args, canBeCancelled, vscode.l10n.t('Select a job to cancel'));
  if (!(await confirm(jobs))) return;
  const cancelled = await Promise.allSettled(
    jobs.map(async (job) => {
      const service = serviceOf(workbench, job.service);
      await requestCancellation(
        () => service.cancel(job, AbortSignal.timeout(60_000)),
        () => service.get(job, AbortSignal.timeout(60_000)),
      );
      workbench.watcher.track({ ...job, state: 'CANCELLING' });
    }),
  );
  await workbench.watcher.refresh();
  for (const result of cancelled) if (result.status === 'rejected') throw result.reason;
}

async function confirm(jobs: readonly TuningJob[]): Promise<boolean> {
  const cancel = jobs.length === 1 ? vscode.l10n.t('Cancel Job') : vscode.l10n.t('Cancel Jobs');
  const keep = vscode.l10n.t('Keep Tuning');
  const lost = vscode.l10n.t('Training progress is lost. Completed training might still be billed.');
  const question =
    jobs.length === 1
      ? vscode.l10n.t('Cancel tuning job {0}?', jobs[0]?.displayName ?? '')
      : vscode.l10n.t('Cancel {0} tuning jobs?', numberText(jobs.length));
  const names = jobs.length === 1 ? [] : jobs.map(({ displayName }) => displayName);
  const options = { modal: true, detail: [...names, lost].join('\n') };
  const answer = await vscode.window.showWarningMessage(
    question,
    options,
    { title: cancel },
    { title: keep, isCloseAffordance: true },
  );
  return answer?.title === cancel;
}
