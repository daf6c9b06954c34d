import * as vscode from 'vscode';
import { launchIdOf, planEnding } from '../../../tuning/launch/planNames';

const pattern = `**/*{${planEnding},.run.json}`;
/** A workspace with more is not searched to its end. */
const mostPlans = 500;

/** The plan files of the workspace, and the files beside them that say what was launched. Nothing is looked for before `start`; then the list is kept by what the workspace tells. */
export class PlanFinder implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  /** By their addresses. */
  readonly #plans = new Map<string, vscode.Uri>();
  #started = false;

  /** In the order of their paths. */
  get all(): readonly vscode.Uri[] {
    return [...this.#plans.values()]
      .filter(({ path }) => path.endsWith(planEnding))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Whether a plan of the workspace was launched as this, by the file beside it that says so. */
  hasLaunched(launchId: string | undefined): boolean {
    return [...this.#plans.values()].some(
      ({ path }) => launchIdOf(path) === launchId && launchId !== undefined,
    );
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => {
        this.#plans.set(uri.toString(), uri);
        this.#changed.fire();
      }),
      watcher.onDidDelete((uri) => {
        if (this.#plans.delete(uri.toString())) this.#changed.fire();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#search()),
    );
    void this.#search();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #search(): Promise<void> {
    const found = await vscode.workspace.findFiles(pattern, undefined, mostPlans);
    const known = new Set(this.#plans.keys());
    this.#plans.clear();
    for (const uri of found) this.#plans.set(uri.toString(), uri);
    // Often none is found: then the rows of all jobs need not be drawn again.
    if (known.size !== this.#plans.size || found.some((uri) => !known.has(uri.toString())))
      this.#changed.fire();
  }
}
