import path from 'node:path';
import * as vscode from 'vscode';
import { holderOf, breakLock as takeAway } from '../../base/locks/fileLock';
import { UserError } from '../../base/userError';
import { dateText } from './numberFormat';

/** Takes the lock of a results file away from a process that no longer runs. @param file as an error names it */
export async function breakLock(file: unknown): Promise<void> {
  const holder = typeof file === 'string' ? await holderOf(file) : undefined;
  if (typeof file !== 'string' || holder === undefined)
    throw new UserError(vscode.l10n.t('Nothing is locked.'), 'NO_LOCK');
  const take = vscode.l10n.t('Break Lock');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Break the lock of {0}?', path.basename(file, '.lock')),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Process {0} on {1} has held the lock since {2}. If the process is still running, both will write to the file, and requests will be billed twice.',
        holder.pid,
        holder.host,
        dateText(holder.since),
      ),
    },
    take,
  );
  if (chosen === take) await takeAway(file);
}
