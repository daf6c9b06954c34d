import { access, constants } from 'node:fs/promises';
import * as vscode from 'vscode';
import { plainFileAt } from '../../base/files/plainFile';
import { UserError } from '../../base/userError';
import type { Problem } from '../../dataset/checking/problem';
import type { Fix, TextEdit } from '../../dataset/checking/rule';
import { DatasetDocument } from '../../dataset/document/datasetDocument';
import { fixAll, moved } from '../../dataset/editing/fixAll';
import { runsOf } from '../../dataset/editing/rowEdits';
import { describeEncoding } from '../../dataset/files/encodings';
import type { DatasetFormat } from '../../dataset/formats/format';
import type { ProblemTable } from '../../dataset/rows/problemTable';
import { rowSplices } from '../../dataset/rows/rowSplices';
import { duplicateExample } from '../../dataset/rules/duplicateExample';
import { findRule } from '../../dataset/rules/index';
import { requireSaved } from '../editor/examples/largeFile';
import { requireTrust } from '../ui/trust';
import { type EditableRows, notEdited, type RowsChange, requireVersion } from './editableRows';
import { type FileRows, mostCharacters } from './fileRows';

/** Fixed as one document. */
const mostRows = 500;

export interface EditableFileHost {
  formatOf(document: vscode.TextDocument): DatasetFormat | undefined;
  /** A step was done that can be undone. */
  edited(label: string): void;
}

/** Rows of a file that is too large for a document. Nothing is written until it is saved. */
export class EditableFile implements EditableRows {
  readonly reach = 1000; // rows are read from disk
  #duplicates:
    | { readonly table: ProblemTable; readonly rows: number; readonly lines: ReadonlySet<number> }
    | undefined;

  constructor(
    private readonly file: FileRows,
    private readonly host: EditableFileHost,
  ) {}

  get uri(): vscode.Uri {
    return this.file.uri;
  }

  get version(): number {
    return this.file.version;
  }

  get lines(): EditableRows['lines'] {
    const { file } = this;
    const { lineEnd, isLastEnded } = file.ends;
    return {
      format: file.format,
      lineEnd,
      lineCount: file.count + (isLastEnded ? 1 : 0),
      textOf: (line) => (line < file.count ? file.textAt(line) : ''),
      exampleAt: (line) => (line < file.count ? file.readNow(line).example : undefined),
    };
  }

  async requireEditable(): Promise<void> {
    requireTrust();
    const { file } = this;
    await plainFileAt(file.file.path); // a link would be replaced, rather than what it leads to
    if (file.encoding) throw new UserError(describeEncoding(file.encoding), 'WRONG_ENCODING');
    if (file.isCounting)
      throw new UserError(
        vscode.l10n.t('{0} is still being read. Wait until its rows are counted.', file.name),
        'NOT_READY',
      );
    if (!(await isWritable(file.file.path))) throw notEdited(file.uri);
    requireSaved(file.uri, 'text');
    await file.hold();
  }

  problemsAt(line: number): readonly Problem[] {
    return this.file.readNow(line).problems;
  }

  /** None of what is wrong only beside other rows, once these have changed: it is found again when the file is saved. */
  fixes(problem: Problem): readonly Fix[] {
    const rule = findRule(problem.rule);
    if (rule?.scope === 'group' && (this.file.rows?.isEdited || this.file.checked < 1)) return [];
    try {
      return [rule?.fix?.(problem, this.lines) ?? []].flat();
    } catch {
      return []; // who watches the file says that it can't be read
    }
  }

  /** Rows that follow each other are a small document, with the line after them as an empty one. */
  fixAll(lines: readonly number[]): readonly TextEdit[] {
    const { file } = this;
    const hasProblem = new Set(file.problems.rowsWith({}));
    const options = { ...file.options(), ...(file.format ? { format: file.format.id } : {}) };
    const wanted = ({ kind, related }: Problem) =>
      kind !== 'duplicate' && kind !== 'file' && related === undefined;
    let characters = 0;
    return piecesOf(runsOf(lines.filter((line) => hasProblem.has(line)))).flatMap(([first, last]) => {
      const texts = Array.from({ length: last - first + 1 }, (_, at) => file.textAt(first + at));
      characters += texts.reduce((sum, text) => sum + text.length, 0);
      if (characters > mostCharacters) throw file.tooMany();
      const small = DatasetDocument.read(`${texts.join('\n')}\n`, options);
      const all = new Set(texts.keys());
      return fixAll(small, { wanted, document: options, lines: all }).map((edit) => moved(edit, first));
    });
  }

  isDuplicate(line: number): boolean {
    const { file } = this;
    if (file.rows?.isEdited)
      throw new UserError(
        vscode.l10n.t('Save {0} first. Duplicates are only found again when the file is saved.', file.name),
        'NOT_SAVED',
      );
    if (file.checked < 1)
      throw new UserError(
        vscode.l10n.t('{0} is still being checked. Try again when all of its rows are.', file.name),
        'NOT_READY',
      );
    const table = file.problems;
    if (this.#duplicates?.table !== table || this.#duplicates.rows !== table.rows) {
      const lines = new Set(table.rowsWith({ rule: duplicateExample.id }));
      this.#duplicates = { table, rows: table.rows, lines };
    }
    return this.#duplicates.lines.has(line);
  }

  formatOf(document: vscode.TextDocument): DatasetFormat | undefined {
    return this.host.formatOf(document);
  }

  /** The other file first: rows that can't be added there must not go here. */
  async apply({ edits, beside }: RowsChange, version: number, label: string): Promise<void> {
    const { file } = this;
    requireVersion(this, version);
    const { isLastEnded, lineEnd } = file.ends;
    const splices = rowSplices(edits, {
      count: file.count,
      isLastEnded,
      textOf: (row) => file.textAt(row),
      lineEndOf: (row) =>
        row === undefined ? lineEnd : (/\r?\n$/.exec(file.writtenAt(row))?.[0] ?? lineEnd),
    });
    if (beside && !(await vscode.workspace.applyEdit(beside))) throw notEdited(this.uri);
    await file.hold();
    requireVersion(this, version);
    if (splices.length === 0) return;
    file.edit(splices);
    this.host.edited(label);
  }
}

/** Few rows each, so that no document of them is large. */
function piecesOf(
  runs: readonly (readonly [first: number, last: number])[],
): [first: number, last: number][] {
  return runs.flatMap(([first, last]) =>
    Array.from({ length: Math.ceil((last - first + 1) / mostRows) }, (_, at): [number, number] => [
      first + at * mostRows,
      Math.min(last, first + (at + 1) * mostRows - 1),
    ]),
  );
}

/** A file that must not be written could still be replaced, where its folder may be. */
function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
