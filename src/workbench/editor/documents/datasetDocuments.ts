import * as vscode from 'vscode';
import {
  type DatasetDocument as Dataset,
  DatasetDocument,
  type DocumentChange,
} from '../../../dataset/document/datasetDocument';
import type { DocumentOptions } from '../../../dataset/document/documentOptions';
import type { PairedFile } from '../../../dataset/document/pairedFile';
import { mostLines } from '../../../dataset/files/largestText';
import type { DatasetSettings } from './datasetSettings';
import { readableJsonl } from './jsonlFiles';

export interface DatasetEdit {
  readonly document: vscode.TextDocument;
  /** Keys of the inputs that came or went; undefined when all lines were read anew. */
  readonly inputs: DocumentChange['inputs'];
}

/** The open JSONL files. Each is read once, then follows its edits line by line; all editor features ask it. */
export class DatasetDocuments implements vscode.Disposable {
  readonly #open = new Map<vscode.TextDocument, Dataset>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #opened = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #edited = new vscode.EventEmitter<DatasetEdit>();
  readonly #closed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly onDidChange = this.#changed.event;
  readonly onDidOpen = this.#opened.event;
  readonly onDidEdit = this.#edited.event;
  readonly onDidClose = this.#closed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly settings: DatasetSettings) {
    this.#subscriptions = [
      this.#changed,
      this.#opened,
      this.#edited,
      this.#closed,
      settings.onDidChange(() => this.#configure()),
      vscode.workspace.onDidOpenTextDocument((document) => this.#read(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.#apply(event)),
      vscode.workspace.onDidSaveTextDocument((document) => {
        const dataset = this.#open.get(document);
        if (dataset && dataset.encoding !== this.optionsOf(document).encoding) this.#configureOne(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
    ];
  }

  get addedTargets(): DatasetSettings['addedTargets'] {
    return this.settings.addedTargets;
  }

  /** Reads what is open already. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.#read(document);
  }

  /** The dataset of a document; undefined when that is no JSONL file, or has too many lines. */
  get(document: vscode.TextDocument): Dataset | undefined {
    return this.#open.get(document) ?? this.#read(document);
  }

  isOpen(document: vscode.TextDocument): boolean {
    return this.#open.has(document);
  }

  /** What a document is read with: the user's settings and choices. */
  optionsOf(document: vscode.TextDocument): DocumentOptions {
    return this.settings.optionsFor(document);
  }

  /** Tells a document the other file of its pair, whose inputs it must not have. */
  pair(document: vscode.TextDocument, other: PairedFile | undefined): void {
    this.get(document)?.pairWith(other);
    this.#changed.fire(document);
  }

  /** The other file of the pair has changed in these inputs. */
  pairChanged(document: vscode.TextDocument, inputs: readonly number[]): void {
    if (this.#open.get(document)?.pairChanged(inputs)) this.#changed.fire(document);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#open.clear();
  }

  #read(document: vscode.TextDocument): Dataset | undefined {
    if (vscode.languages.match(readableJsonl, document) === 0 || document.lineCount > mostLines)
      return undefined;
    const dataset = DatasetDocument.read(document.getText(), this.optionsOf(document));
    this.#open.set(document, dataset);
    this.#opened.fire(document);
    this.#changed.fire(document);
    return dataset;
  }

  #apply({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const dataset = this.#open.get(document);
    if (dataset === undefined || contentChanges.length === 0) return;
    const { inputs } = dataset.apply(contentChanges);
    this.#edited.fire({ document, inputs });
    this.#changed.fire(document);
  }

  #configure(): void {
    for (const document of this.#open.keys()) this.#configureOne(document);
  }

  #configureOne(document: vscode.TextDocument): void {
    this.#open.get(document)?.configure(this.optionsOf(document));
    this.#edited.fire({ document, inputs: undefined });
    this.#changed.fire(document);
  }

  /** VS Code also "closes" a document whose language changes, and opens it again. */
  #close(document: vscode.TextDocument): void {
    if (this.#open.delete(document)) this.#closed.fire(document);
  }
}
