import * as vscode from 'vscode';
import { DatasetDocument } from '../../dataset/document/datasetDocument';
import { contextFor } from '../../dataset/document/documentOptions';
import { followLines } from '../../dataset/editing/followLine';
import type { DatasetFormat } from '../../dataset/formats/format';
import { FactTable } from '../../dataset/rows/factTable';
import { ProblemBatches, ProblemTable } from '../../dataset/rows/problemTable';
import type { RowPick } from '../../dataset/rows/rowsJob';
import type { TextQuery } from '../../dataset/rows/rowTypes';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import { groupTexts, handOutTexts, pickTexts } from './handOutTexts';
import type { RowEdits } from './rowEdits';
import { kindOf, plain, type ReadRow, type RowChange, type RowSource, type RowWithTexts } from './rowSource';

/** Characters of a document whose tokens are counted; counting those of a larger one takes too long. */
const mostCounted = 4 << 20;

/** The rows of a document: what its text editor shows, unsaved edits too. */
export class DocumentRows implements RowSource {
  readonly kind = 'document';
  readonly isCounting = false;
  readonly checked = 1;
  readonly trouble = undefined;
  readonly #changed = new vscode.EventEmitter<RowChange>();
  readonly #subscription: vscode.Disposable;
  #problems: ProblemTable | undefined;
  /** As soon as somebody has asked for them. */
  #facts: { table?: FactTable } = {};
  /** Of a document that no feature of the editor follows, such as an older version out of Git. */
  #unfollowed: DatasetDocument | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly datasets: DatasetDocuments,
    readonly edits: RowEdits,
  ) {
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
        if (changed !== document || contentChanges.length === 0) return;
        this.#unfollowed = undefined;
        const lengthOf = (line: number) =>
          line < document.lineCount ? document.lineAt(line).text.length : undefined;
        this.#tell((lines) => followLines(lines, contentChanges, lengthOf));
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

  get countsTokens(): boolean {
    const { document } = this;
    return document.offsetAt(document.lineAt(document.lineCount - 1).range.end) <= mostCounted;
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
    const job = { kind: 'searchTexts', query, format: this.format?.id } as const;
    await handOutTexts(job, this.#texts(), signal, (message, share, lineAt) => {
      if (message.kind === 'foundTexts') report(share, Uint32Array.from(message.at, lineAt));
    });
  }

  pick(by: RowPick, report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array> {
    return pickTexts(by, this.format?.id, this.#texts(), report, signal);
  }

  groups(isNear: boolean, report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array> {
    return groupTexts(isNear, this.format?.id, this.#texts(), report, signal);
  }

  /** As they are now. */
  #texts() {
    const { dataset, count } = this;
    return { count, textOf: (line: number) => dataset.line(line)?.text ?? '' };
  }

  async facts(report: (share: number) => void, signal: AbortSignal): Promise<FactTable> {
    const kept = this.#facts; // of the rows and settings as they are now
    if (kept.table) return kept.table;
    const { dataset, document } = this;
    const facts = new FactTable();
    const { target } = contextFor(dataset.format, this.datasets.optionsOf(document));
    const settings = { format: dataset.format?.id, target: plain(target), isExact: this.countsTokens };
    const job = { kind: 'facts', ...settings } as const;
    await handOutTexts(job, this.#texts(), signal, (message, share) => {
      if (message.kind !== 'facts') return;
      facts.add(message.batch);
      report(share);
    });
    kept.table = facts;
    return facts;
  }

  /** The lines that get other texts. @param report told the share that is done */
  async replace(
    { query, replacement }: { readonly query: TextQuery; readonly replacement: string },
    lines: readonly number[],
    report: (share: number) => void,
    signal: AbortSignal,
  ): Promise<RowWithTexts[]> {
    const { dataset } = this;
    const job = { kind: 'replaceTexts', query, replacement, format: dataset.format?.id } as const;
    const lineAt = (index: number) => lines[index] as number;
    const texts = { count: lines.length, textOf: (index: number) => dataset.line(lineAt(index))?.text ?? '' };
    const found: RowWithTexts[] = [];
    await handOutTexts(job, texts, signal, (message, share, indexOf) => {
      if (message.kind !== 'replacedTexts') return;
      for (const { at, line, ...rest } of message.replaced)
        found.push({ ...rest, text: line, line: lineAt(indexOf(at)) });
      report(share);
    });
    return found;
  }

  #tell(follow?: RowChange['follow']): void {
    this.#problems = undefined;
    this.#facts = {};
    this.#changed.fire({ kind: 'rows', ...(follow ? { follow } : {}) });
  }
}

async function* bytesOf(texts: readonly (string | undefined)[], end: string): AsyncGenerator<Uint8Array> {
  for (const text of texts) if (text !== undefined) yield Buffer.from(text + end);
}
