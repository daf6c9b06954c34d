import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { DocumentOptions } from '../../../dataset/document/documentOptions';
import { runDiskJob } from '../../../tuning/launch/onDisk/diskJob';
import type { Survey } from '../../../tuning/launch/onDisk/survey';
import { changed } from '../../../tuning/launch/onDisk/trainingBytes';
import { signalOf } from '../../ui/cancellation';

/** Reads a file that is too large for a document, on a thread, shown and to be cancelled. */
export async function surveyFile(uri: vscode.Uri, options: DocumentOptions): Promise<Survey> {
  const name = uri.path.split('/').at(-1) ?? '';
  if (uri.scheme !== 'file') {
    throw new UserError(
      vscode.l10n.t(
        "{0} is larger than 50 MB and isn't a local file. Copy it to a local folder first.",
        name,
      ),
      'TOO_LARGE',
    );
  }
  const { severities = {}, addedTargets = [], target, format } = options;
  const job = {
    kind: 'survey',
    path: uri.fsPath,
    options: {
      // Settings as VS Code gives them cannot be sent to a thread.
      severities: JSON.parse(JSON.stringify(severities)),
      addedTargets: JSON.parse(JSON.stringify(addedTargets)),
      ...(target === undefined ? {} : { target }),
      ...(format === undefined ? {} : { format }),
    },
  } as const;
  const shown = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Checking {0}', name),
    cancellable: true,
  };
  const { survey } = await vscode.window.withProgress(shown, async (progress, token) => {
    let percent = 0;
    const report = (share: number) => {
      const now = Math.floor(share * 100);
      if (now > percent) progress.report({ increment: now - percent });
      percent = Math.max(percent, now);
    };
    try {
      return await runDiskJob(job, report, signalOf(token));
    } catch (error) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      throw error;
    }
  });
  if (survey === undefined) throw changed(name);
  return survey;
}
