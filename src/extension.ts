import * as vscode from 'vscode';
import { speak } from './base/language';
import { Accounts } from './workbench/connection/signIn/accounts';
import { GoogleAuthenticationProvider } from './workbench/connection/signIn/authenticationProvider';
import { registerTasks } from './workbench/entry/checkTask';
import {
  followDocuments,
  type OpenWorkbench,
  registerChatModels,
  registerCommands,
  registerExampleFiles,
  registerLinks,
  registerPages,
  registerTools,
  registerView,
} from './workbench/entry/entries';

/**
 * Registers what VS Code calls by name. The workbench itself is loaded when the first of it is called, when a document is
 * open that it shows something in, or when something of the user's was on its way as the last window closed. Until then
 * no server is asked.
 */
export function activate(context: vscode.ExtensionContext): void {
  speak({ locale: vscode.env.language, ...(vscode.l10n.bundle && { texts: vscode.l10n.bundle }) });
  const log = vscode.window.createOutputChannel('Tunewright', { log: true });
  const accounts = new Accounts(context.secrets);
  let opened: Promise<OpenWorkbench> | undefined;
  const open = () => {
    opened ??= load();
    return opened;
  };
  const load = async () => {
    const { openWorkbench } = await import('./workbench/openWorkbench');
    view.dispose();
    return openWorkbench(context, log, accounts);
  };
  const view = registerView(open);

  context.subscriptions.push(
    log,
    accounts,
    view,
    new GoogleAuthenticationProvider(accounts, {
      signIn: async () => (await open()).signIn(),
      signOut: async (account) => (await open()).signOut(account),
    }),
    registerCommands(context.extension, open),
    registerLinks(open),
    registerTools(context.extension, open),
    registerChatModels(open),
    registerPages(open),
    registerExampleFiles(open),
    registerTasks(context),
    followDocuments(open),
  );
  void resume();

  async function resume(): Promise<void> {
    const { isAnythingUnfinished } = await import('./workbench/entry/unfinished');
    if (await isAnythingUnfinished(context, context.globalStorageUri.fsPath)) await open();
  }
}
