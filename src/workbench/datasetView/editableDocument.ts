import * as vscode from 'vscode';
import type { Problem } from '../../dataset/checking/problem';
import type { Fix, TextEdit } from '../../dataset/checking/rule';
import { fixAll } from '../../dataset/editing/fixAll';
import type { DatasetFormat } from '../../dataset/formats/format';
import { duplicateExample } from '../../dataset/rules/duplicateExample';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import { requireLossless } from '../editor/documents/lossless';
import type { ExampleFiles } from '../editor/examples/exampleFiles';
import { workspaceEdit } from '../editor/problems/ranges';
import { requireTrust } from '../ui/trust';
import { type EditableRows, notEdited, type RowsChange, requireVersion } from './editableRows';

/** Each change is one of the document, as if typed in its text editor: undo, unsaved changes and hot exit are VS Code's. */
export class EditableDocument implements EditableRows {
  readonly reach = Number.POSITIVE_INFINITY;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly datasets: DatasetDocuments,
    private readonly exampleFiles: ExampleFiles,
  ) {}

  get uri(): vscode.Uri {
    return this.document.uri;
  }

  get version(): number {
    return this.document.version;
  }

  get lines(): EditableRows['lines'] {
    const { document } = this;
    const dataset = this.#dataset;
    return {
      format: dataset?.format,
      lineCount: document.lineCount,
      lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
      textOf: (line) => document.lineAt(line).text,
      exampleAt: (line) => dataset?.line(line)?.example,
    };
  }

  async requireEditable(): Promise<void> {
    requireTrust();
    await requireLossless(this.document);
  }

  problemsAt(line: number): readonly Problem[] {
    return this.#dataset?.problemsAt(line) ?? [];
  }

  fixes(problem: Problem): readonly Fix[] {
    return this.#dataset?.fixes(problem) ?? [];
  }

  fixAll(lines: readonly number[]): readonly TextEdit[] {
    const dataset = this.#dataset;
    const wanted = ({ kind }: Problem) => kind !== 'duplicate';
    const document = this.datasets.optionsOf(this.document);
    return dataset ? fixAll(dataset, { wanted, document, lines: new Set(lines) }) : [];
  }

  isDuplicate(line: number): boolean {
    return this.problemsAt(line).some(({ rule }) => rule === duplicateExample.id);
  }

  formatOf(document: vscode.TextDocument): DatasetFormat | undefined {
    return this.datasets.get(document)?.format;
  }

  exampleUri(line: number): vscode.Uri {
    return this.exampleFiles.uriOf(this.document, line);
  }

  /** Both files in one edit: its undo offers to take both back. */
  async apply({ edits, beside }: RowsChange, version: number): Promise<void> {
    const edit = workspaceEdit(this.uri, edits);
    for (const [uri, own] of beside?.entries() ?? []) edit.set(uri, own);
    requireVersion(this, version);
    if (!(await vscode.workspace.applyEdit(edit))) throw notEdited(this.uri);
  }

  get #dataset() {
    return this.datasets.get(this.document);
  }
}
