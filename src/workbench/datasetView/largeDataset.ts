import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeWhole } from '../../base/files/draft';
import { makeFolder } from '../../base/files/folders';
import { UserError } from '../../base/userError';
import { backupText, type EditBackup, readBackup } from '../../dataset/rows/editBackup';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import type { DatasetSettings } from '../editor/documents/datasetSettings';
import { errorStory } from '../ui/errorStory';
import { DatasetPage, type DatasetPageHost } from './datasetPage';
import { EditableFile } from './editableFile';
import { FileRows } from './fileRows';
import { RowEdits } from './rowEdits';
import { saveRows, saveRowsAs } from './saveRows';

export interface LargeDatasetHost extends DatasetPageHost {
  readonly datasets: DatasetDocuments;
  readonly datasetSettings: DatasetSettings;
}

/** A file that is too large for a document, with its unsaved edits: all panels that show it have them. */
export class LargeDataset implements vscode.CustomDocument {
  constructor(
    readonly uri: vscode.Uri,
    readonly rows: FileRows,
  ) {}

  dispose(): void {
    this.rows.dispose();
  }
}

/** What VS Code asks of the dataset view of a large file: undo, unsaved changes and hot exit go through it. */
export class LargeDatasets implements vscode.CustomEditorProvider<LargeDataset> {
  readonly #changed = new vscode.EventEmitter<
    vscode.CustomDocumentEditEvent<LargeDataset> | vscode.CustomDocumentContentChangeEvent<LargeDataset>
  >();
  readonly onDidChangeCustomDocument = this.#changed.event;

  constructor(private readonly host: LargeDatasetHost) {}

  async openCustomDocument(
    uri: vscode.Uri,
    { backupId }: vscode.CustomDocumentOpenContext,
  ): Promise<LargeDataset> {
    const options = () => this.host.datasetSettings.optionsForFile(uri);
    const failed = (error: unknown) =>
      this.host.log.warn("The dataset view can't read its file.", errorStory(error));
    const rows = new FileRows(uri, options, failed);
    const document = new LargeDataset(uri, rows);
    /** VS Code takes what is done during a save for saved: then it's told that there is more. */
    const move = async (way: 'undo' | 'redo') => {
      const isLate = rows.isSaving;
      await rows.undo(way);
      if (isLate) this.#changed.fire({ document });
    };
    const edited = (label: string) =>
      this.#changed.fire({ document, label, undo: () => move('undo'), redo: () => move('redo') });
    const formatOf = (other: vscode.TextDocument) => this.host.datasets.get(other)?.format;
    rows.edits = new RowEdits(new EditableFile(rows, { formatOf, edited }));
    const backup = backupId === undefined ? undefined : await this.#readBackup(backupId, rows.name);
    void this.host.boundary.run('dataset view', async () => {
      await rows.start(backup);
      // Else VS Code takes the edits of a backup for saved as soon as one made after them is undone.
      if (rows.rows?.isEdited || rows.stranded) this.#changed.fire({ document });
    });
    return document;
  }

  resolveCustomEditor({ uri, rows }: LargeDataset, panel: vscode.WebviewPanel): void {
    new DatasetPage(panel, uri, rows, this.host);
  }

  async saveCustomDocument({ rows }: LargeDataset, token: vscode.CancellationToken): Promise<void> {
    await saveRows(rows, token);
  }

  async saveCustomDocumentAs(
    { uri, rows }: LargeDataset,
    target: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<void> {
    if (target.scheme !== 'file')
      throw new UserError(vscode.l10n.t('Select a local folder to save {0} to.', rows.name), 'NOT_LOCAL');
    await (target.fsPath === uri.fsPath ? saveRows(rows, token) : saveRowsAs(rows, target.fsPath, token));
  }

  async revertCustomDocument({ rows }: LargeDataset): Promise<void> {
    await rows.saving(() => rows.start());
  }

  /** Only the edits: the file itself can be large. */
  async backupCustomDocument(
    { rows }: LargeDataset,
    { destination }: vscode.CustomDocumentBackupContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CustomDocumentBackup> {
    const file = destination.fsPath;
    const backup = rows.backup();
    if (backup) {
      await makeFolder(path.dirname(file));
      await writeWhole(file, backupText(backup), { replace: true, mode: 0o600 });
    } else await rm(file, { force: true }); // of an earlier session
    if (token.isCancellationRequested) {
      await rm(file, { force: true });
      throw new vscode.CancellationError(); // VS Code keeps the one before
    }
    return {
      id: destination.toString(),
      delete: () => void rm(file, { force: true }).catch(() => undefined),
    };
  }

  /** One that can't be read is left to be looked at. */
  async #readBackup(id: string, name: string): Promise<EditBackup | undefined> {
    try {
      return readBackup(await readFile(vscode.Uri.parse(id, true).fsPath, 'utf8'));
    } catch (error) {
      this.host.log.error('Failed to read the unsaved edits of a dataset.', errorStory(error));
      void vscode.window.showErrorMessage(
        vscode.l10n.t("Your unsaved edits of {0} can't be restored: their backup is damaged.", name),
      );
      return undefined;
    }
  }
}
