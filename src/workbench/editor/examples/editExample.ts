import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import { datasetInFront } from '../documents/datasetInFront';
import { requireLossless } from '../documents/lossless';

/** Opens the example at the cursor as plain text, without escapes; saving writes it back to its line. */
export async function editExample(workbench: Workbench): Promise<void> {
  requireTrust();
  const { document, dataset } = await datasetInFront(workbench, undefined);
  await requireLossless(document);
  const line = vscode.window.activeTextEditor?.selection.active.line ?? 0;
  const shown = dataset.line(line);
  const example = shown?.reading.isExample ? shown.example : undefined;
  if (!example?.valid) {
    const [problem] = dataset.problemsAt(line);
    throw new UserError(
      problem
        ? vscode.l10n.t("Can't edit line {0} as text: {1}", line + 1, problem.message)
        : vscode.l10n.t("Line {0} doesn't contain an example.", line + 1),
      'NO_EXAMPLE',
    );
  }
  const uri = workbench.exampleFiles.uriOf(document, line);
  await vscode.window.showTextDocument(uri, { preview: false });
}
