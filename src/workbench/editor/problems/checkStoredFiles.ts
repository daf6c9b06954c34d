import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { storedFileProblems, storedFilesOf } from '../../../dataset/media/storedFiles';
import { lookUpObjects } from '../../../tuning/google/storage/lookUpObjects';
import type { TrainingStorage } from '../../../tuning/google/storage/trainingStorage';
import { signalOf } from '../../ui/cancellation';
import { numberText } from '../../ui/numberFormat';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import { datasetInFront } from '../documents/datasetInFront';

/** Asks Cloud Storage for the objects that a training file names; on demand, for it sends requests. */
export async function checkStoredFiles(workbench: Workbench, argument: unknown): Promise<void> {
  const { document, dataset } = await datasetInFront(workbench, argument);
  const uris = [...storedFilesOf(dataset).keys()];
  if (uris.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("The examples don't contain files in Cloud Storage."),
    );
    return;
  }
  requireTrust();
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title:
      uris.length === 1
        ? vscode.l10n.t('Checking 1 file in Cloud Storage')
        : vscode.l10n.t('Checking {0} files in Cloud Storage', numberText(uris.length)),
    cancellable: true,
  };
  const { facts, unknownBuckets } = await vscode.window.withProgress(options, (progress, token) =>
    lookUpObjects(
      storageOf(workbench),
      uris,
      (known) =>
        progress.report({
          message: vscode.l10n.t('{0} of {1}', numberText(known), numberText(uris.length)),
          increment: 100 / uris.length,
        }),
      signalOf(token),
    ),
  );
  // The file may have changed meanwhile: the facts are of addresses, and find their lines as these are now.
  const { severities } = workbench.datasets.optionsOf(document);
  const problems = storedFileProblems(dataset, facts, severities);
  workbench.found.show('stored-files', document, problems);
  const notKnown =
    unknownBuckets.length === 0
      ? ''
      : ` ${vscode.l10n.t(
          "Can't check whether Google's service agent can read {0}.",
          unknownBuckets.map((bucket) => `gs://${bucket}`).join(', '),
        )}`;
  const checked =
    uris.length === 1
      ? vscode.l10n.t('Checked 1 file in Cloud Storage.')
      : vscode.l10n.t('Checked {0} files in Cloud Storage.', numberText(uris.length));
  if (problems.length === 0) {
    void vscode.window.showInformationMessage(`${checked} ${vscode.l10n.t('No problems found.')}${notKnown}`);
    return;
  }
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  const found =
    problems.length === 1
      ? vscode.l10n.t('1 problem.')
      : vscode.l10n.t('{0} problems.', numberText(problems.length));
  void vscode.window.showWarningMessage(`${checked} ${found}${notKnown}`);
}

function storageOf({ services }: Workbench): TrainingStorage {
  const storage = services.find((service) => service.storage)?.storage;
  if (storage === undefined)
    throw new UserError(vscode.l10n.t('No service uses Cloud Storage.'), 'NO_STORAGE');
  return storage;
}
