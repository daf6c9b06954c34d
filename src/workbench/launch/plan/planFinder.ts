import type * as vscode from 'vscode';
import { launchIdOf, planEnding } from '../../../tuning/launch/planNames';
import { WorkspaceFiles } from '../../ui/workspaceFiles';

/** The plan files of the workspace, and the files beside them that say what was launched. */
export class PlanFinder implements vscode.Disposable {
  readonly #files = new WorkspaceFiles(`**/*{${planEnding},.run.json}`);
  readonly onDidChange = this.#files.onDidChange;

  /** In the order of their paths. */
  get all(): readonly vscode.Uri[] {
    return this.#files.all.filter(({ path }) => path.endsWith(planEnding));
  }

  /** Whether a plan of the workspace was launched as this, by the file beside it that says so. */
  hasLaunched(launchId: string | undefined): boolean {
    return this.#files.all.some(({ path }) => launchIdOf(path) === launchId && launchId !== undefined);
  }

  start(): void {
    this.#files.start();
  }

  dispose(): void {
    this.#files.dispose();
  }
}
