import * as vscode from 'vscode';
import { UserError } from '../../base/userError';

/** Why a browser cannot do something by itself. */
export type Reason = 'google' | 'program' | 'disk' | 'rows';

/** The commands that need more than sign-in to Google does. */
const reasons: Readonly<Record<string, Reason>> = {
  startSandbox: 'program',
  openDatasetView: 'rows',
  reviewRows: 'rows',
  importData: 'disk',
  importPastedTable: 'disk',
  editExample: 'disk',
  compareDatasets: 'disk',
  compareWithCommitted: 'disk',
  openResults: 'disk',
};

/** Of a command that a browser has not, by its name in package.json without the prefix. */
export function needsComputer(command: string): UserError {
  return new UserError(sentences[reasons[command] ?? 'google'](), 'NEEDS_COMPUTER', [
    {
      kind: 'command',
      title: vscode.l10n.t('Continue Working On…'),
      command: 'workbench.editSessions.actions.continueEditSession',
    },
  ]);
}

export const sentences: Readonly<Record<Reason, () => string>> = {
  google: () =>
    vscode.l10n.t(
      "Tuning, evaluating, and prompting models need VS Code on a computer or in a codespace, because Tunewright can't sign in to Google in a browser.",
    ),
  program: () =>
    vscode.l10n.t(
      'The sandbox needs VS Code on a computer or in a codespace, because it is a program that runs there.',
    ),
  disk: () =>
    vscode.l10n.t('This needs VS Code on a computer or in a codespace, because it works with files on disk.'),
  rows: () =>
    vscode.l10n.t(
      'The dataset view needs VS Code on a computer or in a codespace, because it searches rows in programs of its own.',
    ),
};
