import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { Prompt, TuningService } from '../../../tuning/contract/service';
import { snippets } from '../../../tuning/prompt/snippets/index';
import { type Notebook, notebookType } from '../../../tuning/prompt/snippets/notebook';
import type { Connections } from '../../connection/connections';
import { otherColumn } from '../../editor/examples/addExamples';
import { setContext } from '../../ui/contextKeys';
import { pickValue } from '../../ui/pickValue';
import type { PlaygroundSession } from './playgroundSession';

export interface CodeNeeds {
  readonly services: readonly TuningService[];
  readonly connections: Connections;
}

/** Copies a program that asks what the conversation asks, in a language that the user chooses. */
export async function copyAsCode(
  { services, connections }: CodeNeeds,
  session: PlaygroundSession,
): Promise<void> {
  const { targets } = session.state;
  const target =
    targets.length === 1
      ? targets[0]
      : await pickValue(
          targets.map((value) => ({ label: value.displayName, description: value.serviceLabel, value })),
          vscode.l10n.t('Select the model to call'),
        );
  const service = services.find(({ id }) => id === target?.service);
  const prompt = target && session.latestPrompt(target);
  if (target === undefined || service === undefined || prompt === undefined)
    throw new UserError(vscode.l10n.t('Write a prompt first. The code sends that prompt.'), 'NO_PROMPT');
  await offerCode(service, target.name, prompt, connections);
}

/** Copies the prompt as a program in a language that the user chooses, and offers to show it. */
export async function offerCode(
  service: TuningService,
  model: string,
  prompt: Prompt,
  connections: Connections,
): Promise<void> {
  const call = await service.generateCall(model, prompt, AbortSignal.timeout(30_000));
  const access = await connections.snippetAccess();
  const kinds = snippets.flatMap(({ label, language, write }) => {
    const program = write(call, access);
    return program === undefined ? [] : [{ label, value: { label, language, program } }];
  });
  const { label, language, program } = await pickValue(
    kinds,
    vscode.l10n.t('Select the kind of code to copy'),
  );
  await vscode.env.clipboard.writeText(program);
  setContext('tunewright.hasCopiedCode', true);
  const open = vscode.l10n.t('Open in Editor');
  const message = vscode.l10n.t(
    'Copied as {0}. The code contains no credentials. Its first lines explain how to supply them.',
    label,
  );
  if ((await vscode.window.showInformationMessage(message, open)) !== open) return;
  await (language === notebookType ? showNotebook(program) : showProgram(language, program));
}

async function showProgram(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, otherColumn());
}

/** As a notebook without a name, which VS Code saves where the user wants it. */
async function showNotebook(content: string): Promise<void> {
  const { cells, ...metadata } = JSON.parse(content) as Notebook;
  const { Code, Markup } = vscode.NotebookCellKind;
  const data = new vscode.NotebookData(
    cells.map(({ cell_type, source }) =>
      cell_type === 'code'
        ? new vscode.NotebookCellData(Code, source, 'python')
        : new vscode.NotebookCellData(Markup, source, 'markdown'),
    ),
  );
  data.metadata = metadata;
  const document = await vscode.workspace.openNotebookDocument(notebookType, data);
  await vscode.window.showNotebookDocument(document, { viewColumn: otherColumn() });
}
