import * as vscode from 'vscode';

/** A workspace with more is not searched to its end. */
const mostFiles = 500;

/** The files of the workspace of some kind. Nothing is looked for before `start`; then the list is kept by what the workspace tells. */
export class WorkspaceFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  /** By their addresses. */
  readonly #files = new Map<string, vscode.Uri>();
  #started = false;

  constructor(private readonly pattern: string) {}

  /** In the order of their paths. */
  get all(): readonly vscode.Uri[] {
    return [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    const watcher = vscode.workspace.createFileSystemWatcher(this.pattern, false, true, false);
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => {
        if (isForeign(uri)) return;
        this.#files.set(uri.toString(), uri);
        this.#changed.fire();
      }),
      watcher.onDidDelete((uri) => {
        if (this.#files.delete(uri.toString())) this.#changed.fire();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#search()),
    );
    void this.#search();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #search(): Promise<void> {
    const found = await vscode.workspace.findFiles(this.pattern, '**/node_modules/**', mostFiles);
    const known = new Set(this.#files.keys());
    this.#files.clear();
    for (const uri of found) this.#files.set(uri.toString(), uri);
    // Often none is found: then the rows of all jobs need not be drawn again.
    if (known.size !== this.#files.size || found.some((uri) => !known.has(uri.toString())))
      this.#changed.fire();
  }
}

function isForeign({ path }: vscode.Uri): boolean {
  return path.includes('/node_modules/');
}
