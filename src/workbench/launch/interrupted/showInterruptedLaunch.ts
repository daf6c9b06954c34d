import * as vscode from 'vscode';
import { isNode } from '../../jobs/commandTargets';
import { dateText } from '../../ui/numberFormat';
import type { Workbench } from '../../workbench';
import { launchAnew, showInterrupted } from './interruptedLaunch';

/** Shows what is known of a launch that was not sent, or whose answer is lost, and what can be done about it. */
export async function showInterruptedLaunch(workbench: Workbench, argument: unknown): Promise<void> {
  if (isNode(argument) && argument.kind === 'launch') return showInterrupted(workbench, argument.record);
  const { launching, batchRuns } = workbench;
  const shown = [
    ...launching.open.map((record) => ({ record, show: () => showInterrupted(workbench, record) })),
    ...(await batchRuns.interrupted()).map((record) => ({
      record,
      show: () => batchRuns.showInterrupted(record),
    })),
  ];
  if (shown.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No launch was interrupted.'));
    return;
  }
  const items = shown.map(({ record, show }) => ({
    label: record.spec.displayName,
    description: dateText(record.confirmedAt),
    show,
  }));
  const placeHolder = vscode.l10n.t('Select an interrupted launch');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  await chosen?.show();
}

/** Sends a launch that was interrupted before it was sent, after a new confirmation. Of its row. */
export async function launchInterrupted(workbench: Workbench, argument: unknown): Promise<void> {
  if (isNode(argument) && argument.kind === 'launch') await launchAnew(workbench, argument.record);
}

/** Forgets a launch that was not sent. Of its row. */
export async function discardLaunch({ launching }: Workbench, argument: unknown): Promise<void> {
  if (isNode(argument) && argument.kind === 'launch') await launching.giveUp(argument.record);
}
