import * as vscode from 'vscode';
import { FileRefusal } from '../../base/files/fileRefusal';
import { isCancellation, UserError } from '../../base/userError';
import { errorStory } from './errorStory';
import { follow, titleOf } from './nextSteps';

/** Registers commands so that each failure ends in one place. */
export class ErrorBoundary {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  command(id: string, run: (...args: unknown[]) => Promise<void> | void): vscode.Disposable {
    return vscode.commands.registerCommand(id, (...args: unknown[]) => this.run(id, () => run(...args)));
  }

  /** Cancelled: silent. `UserError`: its sentence and next steps. Anything else is a bug: the story goes to the log. */
  async run(what: string, action: () => Promise<void> | void): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (isCancellation(error) || error instanceof vscode.CancellationError) return;
      if (error instanceof UserError) await this.#showUserError(what, error);
      else if (error instanceof FileRefusal) await vscode.window.showErrorMessage(error.message);
      else await this.#showBug(what, error);
    }
  }

  async #showUserError(what: string, error: UserError): Promise<void> {
    this.log.warn(`${what}: ${error.reason}`);
    const chosen = await vscode.window.showErrorMessage(
      error.message,
      ...error.nextSteps.map((step) => ({ title: titleOf(step), step })),
    );
    if (chosen) await follow(chosen.step);
  }

  async #showBug(what: string, error: unknown): Promise<void> {
    this.log.error(what, errorStory(error));
    const showLog = vscode.l10n.t('Show Log');
    const message = vscode.l10n.t('Tunewright hit an unexpected error. See the log for details.');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) this.log.show();
  }
}

/** What fits on one line of an error, such as in a tree row: without the service's own words. */
export function shortSentenceOf(error: unknown): string {
  return sentenceOf(error).split('\n', 1)[0] ?? '';
}

/** What a person reads of an error that is shown in place, such as in a panel. */
export function sentenceOf(error: unknown): string {
  return error instanceof UserError || error instanceof FileRefusal
    ? error.message
    : vscode.l10n.t('Tunewright hit an unexpected error. See the log for details.');
}
