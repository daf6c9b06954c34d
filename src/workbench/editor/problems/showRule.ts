import * as vscode from 'vscode';
import { rules } from '../../../dataset/rules/index';
import type { Authoring } from '../../authoring';
import { showRulePage } from './rulePages';

/** Shows why a rule is there and what to do; called from a diagnostic's code, or asks which. */
export async function showRule(_: Authoring, argument: unknown): Promise<void> {
  const rule = typeof argument === 'string' ? argument : await askForRule();
  if (rule !== undefined) await showRulePage(rule);
}

async function askForRule(): Promise<string | undefined> {
  const items = rules.map(({ id, title }) => ({ label: title, description: id, id }));
  const placeHolder = vscode.l10n.t('Select a rule');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.id;
}
