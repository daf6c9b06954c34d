import * as vscode from 'vscode';
import { nearDuplicateProblems } from '../../../dataset/similar/nearDuplicates';
import type { Authoring } from '../../authoring';
import { datasetInFront } from '../documents/datasetInFront';

/** Looks for examples that are nearly the same as another; on demand, for it compares all texts. */
export async function findNearDuplicates(authoring: Authoring, argument: unknown): Promise<void> {
  const { document, dataset } = await datasetInFront(authoring, argument);
  const options = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Finding near-duplicates…'),
  };
  const found = await vscode.window.withProgress(options, async () => {
    await new Promise((resolve) => setTimeout(resolve, 50)); // the progress shows first
    const { severities } = authoring.datasets.optionsOf(document);
    const problems = nearDuplicateProblems(dataset, severities);
    authoring.found.show('near-duplicates', document, problems);
    return problems.length;
  });
  if (found === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No near-duplicates found.'));
  } else await vscode.commands.executeCommand('workbench.actions.view.problems');
}
