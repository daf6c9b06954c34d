import * as vscode from 'vscode';

/** What decides a draw; undefined when the person leaves. The usual one is that of the command line. */
export async function askForSeed(title: string): Promise<string | undefined> {
  const { l10n } = vscode;
  const prompt = l10n.t('Seed. The same seed draws the same rows again.');
  const validateInput = (text: string) =>
    text.trim() === '' ? l10n.t('Enter a number or a word.') : undefined;
  return (await vscode.window.showInputBox({ title, prompt, value: '1', validateInput }))?.trim();
}
