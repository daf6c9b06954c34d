import * as vscode from 'vscode';
import {
  type ProjectFile,
  ProjectFileError,
  projectFileName,
  readProjectFile,
} from '../../../dataset/files/projectFile';

const everywhere = `**/${projectFileName}`;

/**
 * What the projects in the workspace have decided about their training files. A workspace that isn't trusted decides
 * nothing.
 */
export class ProjectFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(everywhere);
  readonly #subscriptions: vscode.Disposable;
  /** By the address of its folder. */
  readonly #found = new Map<string, { readonly folder: vscode.Uri; readonly project: ProjectFile }>();
  /** How often each was read: what an earlier reading brings late is old. */
  readonly #readings = new Map<string, number>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly log: vscode.LogOutputChannel) {
    const read = (file: vscode.Uri) => this.#read(file).then(() => this.#changed.fire());
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#watcher,
      this.#watcher.onDidCreate(read),
      this.#watcher.onDidChange(read),
      this.#watcher.onDidDelete(read),
      // A system tells late, or never, of a file in a folder that is new.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith(`/${projectFileName}`)) void read(uri);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#find()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#find()),
    );
    void this.#find();
  }

  /** What the nearest project file in a folder above a training file says; the format that it names for it, if any. */
  decisionsFor(uri: vscode.Uri): (ProjectFile & { readonly format: string | undefined }) | undefined {
    const [nearest] = [...this.#found.values()]
      .filter(({ folder }) => uri.toString().startsWith(`${folder.toString().replace(/\/$/, '')}/`))
      .sort((a, b) => b.folder.path.length - a.folder.path.length);
    if (nearest === undefined || !vscode.workspace.isTrusted) return undefined;
    const { folder, project } = nearest;
    const document = { uri, languageId: 'jsonl' } as vscode.TextDocument; // no more of it is asked for
    const named = project.formats.find(({ glob }) => {
      const pattern = new vscode.RelativePattern(folder, glob.replace(/^\.?\//, ''));
      return vscode.languages.match({ pattern }, document) > 0;
    });
    return { ...project, format: named?.format };
  }

  async #find(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const files = await vscode.workspace.findFiles(everywhere, '**/node_modules/**');
    await Promise.all(files.map((file) => this.#read(file)));
    if (files.length > 0) this.#changed.fire();
  }

  async #read(file: vscode.Uri): Promise<void> {
    const folder = vscode.Uri.joinPath(file, '..');
    const key = folder.toString();
    const reading = (this.#readings.get(key) ?? 0) + 1;
    this.#readings.set(key, reading);
    const bytes = await vscode.workspace.fs.readFile(file).then(
      (content) => content,
      () => undefined,
    );
    if (reading !== this.#readings.get(key)) return;
    this.#found.delete(key);
    if (bytes === undefined || !vscode.workspace.isTrusted) return;
    try {
      this.#found.set(key, {
        folder,
        project: readProjectFile(new TextDecoder().decode(bytes)),
      });
    } catch (error) {
      this.log.warn(`${projectFileName}: not used`);
      void tell(file, error instanceof ProjectFileError ? error.message : vscode.l10n.t("It isn't JSON."));
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** @param what a sentence */
async function tell(file: vscode.Uri, what: string): Promise<void> {
  const open = vscode.l10n.t('Open File');
  const name = vscode.workspace.asRelativePath(file);
  const message = vscode.l10n.t("{0} isn't used. {1}", name, what);
  if ((await vscode.window.showWarningMessage(message, open)) === open)
    await vscode.window.showTextDocument(file);
}
