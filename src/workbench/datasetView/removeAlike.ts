import * as vscode from 'vscode';
import { deleteRows } from '../../dataset/editing/rowEdits';
import { rowsToRemove, type Staying, staying } from '../../dataset/rows/rowGroups';
import { rowsText } from '../ui/numberFormat';
import type { OtherAction } from './actOnRows';
import { type EditableRows, requireVersion } from './editableRows';
import type { RowSource } from './rowSource';

/** Removes those of some rows that say the same, or nearly the same, as a row of the file that stays. */
export function removeAlike(
  source: Pick<RowSource, 'groups' | 'facts'>,
  lines: readonly number[],
): OtherAction {
  const { l10n } = vscode;
  return {
    label: l10n.t('Remove Near-Duplicates…'),
    detail: l10n.t(
      'Deletes rows that say the same or nearly the same as another. You choose which of them stays.',
    ),
    async run(rows) {
      const { version } = rows;
      const stays = await askWhichStays();
      if (stays === undefined) return;
      const gone = await findGone(source, lines, stays);
      requireVersion(rows, version);
      if (gone.length === 0) {
        void vscode.window.showInformationMessage(l10n.t('No near-duplicates found.'));
        return;
      }
      const question = l10n.t('Remove {0}?', rowsText(gone.length));
      const detail = l10n.t('You can undo this.');
      const yes = l10n.t('Remove');
      if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
      await removeRows(rows, gone, version);
    },
  };
}

async function askWhichStays(): Promise<Staying | undefined> {
  const { l10n } = vscode;
  const labels: Readonly<Record<Staying, string>> = {
    first: l10n.t('The first row stays'),
    last: l10n.t('The last row stays'),
    longest: l10n.t('The row with the longest response stays'),
  };
  const items = staying.map((stays) => ({ label: labels[stays], stays }));
  const title = l10n.t('Remove Near-Duplicates');
  return (await vscode.window.showQuickPick(items, { title }))?.stays;
}

async function findGone(
  source: Pick<RowSource, 'groups' | 'facts'>,
  lines: readonly number[],
  stays: Staying,
): Promise<number[]> {
  const title = vscode.l10n.t('Finding near-duplicates…');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort(new vscode.CancellationError()));
    const steps = stays === 'longest' ? 2 : 1;
    const reporter = () => {
      let before = 0;
      return (share: number) => {
        progress.report({ increment: ((share - before) * 100) / steps });
        before = share;
      };
    };
    const firsts = await source.groups(true, reporter(), stop.signal);
    const lengths =
      stays === 'longest'
        ? (await source.facts(reporter(), stop.signal)).column('answer')
        : new Uint32Array();
    return rowsToRemove(firsts, lines, stays, lengths);
  });
}

async function removeRows(rows: EditableRows, gone: readonly number[], version: number): Promise<void> {
  const label = vscode.l10n.t('Remove Near-Duplicates');
  await rows.apply({ edits: deleteRows(rows.lines, gone) }, version, label);
}
