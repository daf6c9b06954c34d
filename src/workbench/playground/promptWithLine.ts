import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { writeAnswer } from '../../dataset/editing/editedAnswer';
import { promptedExample } from '../../tuning/prompt/promptedExample';
import { datasetInFront } from '../editor/documents/datasetInFront';
import { originLine } from '../editor/examples/fixLine';
import { askOnce } from '../jobs/commandTargets';
import type { Workbench } from '../workbench';

/**
 * Opens what a line of a dataset asks in a playground, for a model that the user chooses, with the answer that it expects.
 * @param line from 0; without one, the cursor's
 */
export async function promptWithLine(workbench: Workbench, uri: unknown, line: unknown): Promise<void> {
  const { document, dataset } = await datasetInFront(workbench, uri);
  const at = typeof line === 'number' ? line : (editorOf(document)?.selection.active.line ?? 0);
  const shown = dataset.line(at);
  const example = shown?.reading.isExample ? shown.example : undefined;
  if (!example?.valid) {
    const [problem] = dataset.problemsAt(at);
    throw new UserError(
      problem
        ? vscode.l10n.t("Can't try line {0}: {1}", at + 1, problem.message)
        : vscode.l10n.t("Line {0} doesn't contain an example.", at + 1),
      'NO_EXAMPLE',
    );
  }
  const { answer, ...said } = promptedExample(example.format.toConversation(example.value));
  const expected = answer && writeAnswer(answer);
  const origin = originLine(document, at);
  await askOnce(workbench);
  const target = await workbench.playgrounds.pickTarget(vscode.l10n.t('Select a Model for Line {0}', at + 1));
  if (target) workbench.playgrounds.show([target], { ...said, expected, origin });
}

function editorOf(document: vscode.TextDocument): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document);
}
