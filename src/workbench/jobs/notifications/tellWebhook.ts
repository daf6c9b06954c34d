import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import type { Connections } from '../../connection/connections';
import { settings } from '../../ui/settings';
import { stateLabel } from '../tree/jobText';
import { isNews } from './endedJobs';
import { jobEnd, postJobEnd, webhookAddress, whyNotPosted } from './jobWebhook';

/** Tells the address in the settings that a job has ended. No workspace can set it, and an untrusted one keeps it quiet. */
export function tellWebhook(
  watcher: Pick<JobWatcher, 'onDidEnd'>,
  connections: Pick<Connections, 'kind'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return watcher.onDidEnd((jobs) => {
    const address = settings.webhook.value?.trim() ?? '';
    if (address === '' || !vscode.workspace.isTrusted) return;
    for (const job of jobs.filter((one) => isNews(one, Date.now())))
      void tell(address, job, connections.kind === 'sandbox').catch((error: unknown) => {
        log.warn(`Can't notify the webhook that ${job.name} ended: ${whyNotPosted(error)}`);
        void vscode.window.showWarningMessage(
          vscode.l10n.t("Can't notify the webhook that {0} ended. See the log for details.", job.displayName),
        );
      });
  });
}

async function tell(text: string, job: TuningJob, isSandbox: boolean): Promise<void> {
  const address = webhookAddress(text);
  if (!address) throw new Error('The URL must start with https://');
  await postJobEnd(address, jobEnd(job, isSandbox, stateLabel(job.state)));
}
