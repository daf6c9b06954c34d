import * as vscode from 'vscode';
import { speakHere } from './base/spokenLanguage';

/** In a browser without a computer behind it, as on vscode.dev and github.dev: authoring of training files. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  speakHere({ locale: vscode.env.language, ...(vscode.l10n.bundle && { texts: vscode.l10n.bundle }) });
  const { openInBrowser } = await import('./workbench/openInBrowser');
  openInBrowser(context);
}
