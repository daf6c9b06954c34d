import * as vscode from 'vscode';
import type { PairedFile } from '../../../dataset/document/pairedFile';
import { jsonLinesEndings } from '../../../dataset/files/fileNames';
import { errorStory } from '../../ui/errorStory';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { findPartner } from './pairPlaces';

/** The inputs of a file that is not open; undefined when it is too large, or elsewhere. */
export type InputsOfFile = (uri: vscode.Uri) => Promise<PairedFile['inputs'] | undefined>;

/** A file that is being written changes several times. */
const settledAfter = 200;

/**
 * Holds the open files against the other file of their pair: what stands in both is a problem in both. Of open files
 * each edit counts at once, of others what is on disk.
 */
export class TrainingPairs implements vscode.Disposable {
  /** Named by the user, in both directions. */
  readonly #named = new Map<string, vscode.Uri>();
  readonly #partners = new Map<vscode.TextDocument, vscode.Uri>();
  readonly #waiting = new Set<vscode.TextDocument>();
  readonly #subscription: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly datasets: DatasetDocuments,
    private readonly log: vscode.LogOutputChannel,
    private readonly inputsOf: InputsOfFile,
  ) {
    const files = vscode.workspace.createFileSystemWatcher(`**/*.{${jsonLinesEndings.join(',')},tune.json}`);
    this.#subscription = vscode.Disposable.from(
      files,
      files.onDidCreate(() => this.#lookAgain()),
      files.onDidDelete(() => this.#lookAgain()),
      files.onDidChange((uri) => this.#lookAgain(uri)),
      datasets.onDidOpen((document) => this.#look([document, ...this.#pairedWith(document.uri)])),
      datasets.onDidClose((document) => {
        this.#partners.delete(document);
        this.#look(this.#pairedWith(document.uri));
      }),
      datasets.onDidEdit(({ document, inputs }) => {
        for (const other of this.#pairedWith(document.uri)) {
          if (inputs) datasets.pairChanged(other, inputs);
          else this.#look([other]);
        }
      }),
    );
  }

  /** Takes two files for a pair, whatever they are called. Resolves to the examples of the first that stand in both. */
  async pair(document: vscode.TextDocument, other: vscode.Uri): Promise<number> {
    this.#named.set(document.uri.toString(), other);
    this.#named.set(other.toString(), document.uri);
    for (const each of this.#open())
      if ([document.uri, other].some((uri) => uri.toString() === each.uri.toString()))
        await this.#connect(each);
    const isLeak = ({ rule }: { readonly rule: string }) => rule === 'leakage';
    return this.datasets.get(document)?.problems().filter(isLeak).length ?? 0;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
  }

  #pairedWith(uri: vscode.Uri): vscode.TextDocument[] {
    const other = uri.toString();
    return [...this.#partners].flatMap(([document, partner]) =>
      partner.toString() === other ? [document] : [],
    );
  }

  /** A file came, went or changed. */
  #lookAgain(changed?: vscode.Uri): void {
    const isPlan = changed?.path.endsWith('.json') === true;
    this.#look(changed === undefined || isPlan ? this.#open() : this.#pairedWith(changed));
  }

  #open(): vscode.TextDocument[] {
    return vscode.workspace.textDocuments.filter((document) => this.datasets.isOpen(document));
  }

  #look(documents: readonly vscode.TextDocument[]): void {
    for (const document of documents) this.#waiting.add(document);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const document of waiting) {
        this.#connect(document).catch((error: unknown) => {
          this.log.warn('Failed to read the paired file.', errorStory(error));
        });
      }
    }, settledAfter);
  }

  async #connect(document: vscode.TextDocument): Promise<void> {
    const partner = this.#named.get(document.uri.toString()) ?? (await findPartner(document.uri));
    const paired = partner && (await this.#read(partner));
    if (document.isClosed || !this.datasets.isOpen(document)) return;
    if (partner && paired) {
      this.#partners.set(document, partner);
      this.datasets.pair(document, paired);
    } else if (this.#partners.delete(document)) this.datasets.pair(document, undefined);
  }

  async #read(uri: vscode.Uri): Promise<PairedFile | undefined> {
    const name = vscode.workspace.asRelativePath(uri);
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    const dataset = document && this.datasets.get(document);
    if (dataset) return { name, inputs: { has: (key) => dataset.hasInput(key) } };
    const inputs = await this.inputsOf(uri);
    return inputs && { name, inputs };
  }
}
