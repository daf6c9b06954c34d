import * as vscode from 'vscode';
import { DatasetDocument } from '../../dataset/document/datasetDocument';
import { followLine, staysLine } from '../../dataset/editing/followLine';
import type { DatasetFormat } from '../../dataset/formats/format';
import { ProblemBatches, ProblemTable } from '../../dataset/rows/problemTable';
import { type RowsMessage, runRowsJob } from '../../dataset/rows/rowsJob';
import type { TextQuery } from '../../dataset/rows/rowTypes';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import type { DocumentEdits } from './documentEdits';
import { kindOf, type ReadRow, type RowChange, type RowSource } from './rowSource';

/** Characters that are handed to the search at once. */
const searchedAtOnce = 1 << 20;

/** The rows of a document: what its text editor shows, unsaved edits too. */
export class DocumentRows implements RowSource {
  readonly kind = 'document';
  readonly isCounting = false;
  readonly checked = 1;
  readonly trouble = undefined;
  readonly #changed = new vscode.EventEmitter<RowChange>();
  readonly #subscription: vscode.Disposable;
  #problems: ProblemTable | undefined;
  /** Of a document that no feature of the editor follows, such as an older version out of Git. */
  #unfollowed: DatasetDocument | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly datasets: DatasetDocuments,
    readonly edits: DocumentEdits,
  ) {
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
        if (changed !== document || contentChanges.length === 0) return;
        this.#unfollowed = undefined;
        this.#tell((line) => ({
          line: followLine(line, contentChanges),
          isSame: staysLine(line, contentChanges),
        }));
      }),
      datasets.onDidChange((changed) => {
        if (changed === document) this.#tell();
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  get dataset(): DatasetDocument {
    const followed = this.datasets.get(this.document);
    if (followed) return followed;
    this.#unfollowed ??= DatasetDocument.read(
      this.document.getText(),
      this.datasets.optionsOf(this.document),
    );
    return this.#unfollowed;
  }

  /** What comes after the last line end is no row. */
  get count(): number {
    const { dataset } = this;
    return dataset.lineCount - (dataset.line(dataset.lineCount - 1)?.text === '' ? 1 : 0);
  }

  get format(): DatasetFormat | undefined {
    return this.dataset.format;
  }

  get problems(): ProblemTable {
    if (this.#problems) return this.#problems;
    const batches = new ProblemBatches();
    for (const { line, rule, severity } of this.dataset.problems()) batches.add(line, rule, severity);
    this.#problems = new ProblemTable();
    this.#problems.add(batches.take());
    return this.#problems;
  }

  async read(lines: readonly number[]): Promise<ReadRow[]> {
    const { dataset } = this;
    return lines.flatMap((line): ReadRow[] => {
      const found = dataset.line(line);
      if (!found) return [];
      const { text, reading, example } = found;
      return [{ line, text, kind: kindOf(reading, example), example, problems: dataset.problemsAt(line) }];
    });
  }

  written(lines: Iterable<number>): AsyncIterable<Uint8Array> {
    const { dataset } = this;
    const end = this.document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    return bytesOf(
      Array.from(lines, (line) => dataset.line(line)?.text),
      end,
    );
  }

  async search(
    query: TextQuery,
    report: (share: number, found: Uint32Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { dataset, count } = this;
    let first = 0;
    let next = 0;
    const post = () => {
      const texts: string[] = [];
      first = next;
      for (let length = 0; next < count && length < searchedAtOnce; next++) {
        const text = dataset.line(next)?.text ?? '';
        length += text.length + 1;
        texts.push(text);
      }
      job.post(texts); // none when all are searched: then it ends
    };
    const onMessage = (message: RowsMessage) => {
      if (message.kind !== 'foundTexts') return;
      report(
        next / Math.max(1, count),
        Uint32Array.from(message.at, (at) => first + at),
      );
      post();
    };
    const job = runRowsJob({ kind: 'searchTexts', query, format: dataset.format?.id }, onMessage, signal);
    post();
    await job.done;
  }

  #tell(follow?: RowChange['follow']): void {
    this.#problems = undefined;
    this.#changed.fire({ kind: 'rows', ...(follow ? { follow } : {}) });
  }
}

async function* bytesOf(texts: readonly (string | undefined)[], end: string): AsyncGenerator<Uint8Array> {
  for (const text of texts) if (text !== undefined) yield Buffer.from(text + end);
}
