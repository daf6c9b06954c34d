import * as vscode from 'vscode';
import { offerCode } from '../playground/session/copyAsCode';
import { serviceOf, type Workbench } from '../workbench';
import { targetModel } from './commandTargets';

/** Copies a program that prompts a tuned model or a checkpoint, with a prompt to replace. */
export async function copyEndpointCode(workbench: Workbench, argument: unknown): Promise<void> {
  const model = await targetModel(
    workbench,
    argument,
    () => true,
    vscode.l10n.t('Select a model to copy code for'),
  );
  const prompt = {
    systemInstruction: undefined,
    turns: [{ role: 'user' as const, text: vscode.l10n.t('Write your prompt here.') }],
    parameters: {},
  };
  await offerCode(serviceOf(workbench, model.service), model.name, prompt, workbench.connections);
}
