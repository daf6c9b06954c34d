import * as vscode from 'vscode';
import type { Problem } from '../../../dataset/checking/problem';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { toDiagnostic } from './diagnostics';

/** What a command looks for on demand. */
type Search = 'near-duplicates' | 'stored-files' | 'wrong-answers';

/** What commands have looked for in files; kept until a file changes, for lines move then. */
export class FoundProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('tunewright-found');
  readonly #found = new Map<string, Map<Search, readonly Problem[]>>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  /** Not told when a file changes, of which others hear by themselves. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(datasets: DatasetDocuments) {
    this.#subscription = vscode.Disposable.from(
      this.#collection,
      this.#changed,
      datasets.onDidChange((document) => this.#forget(document)),
      datasets.onDidClose((document) => this.#forget(document)),
    );
  }

  show(search: Search, document: vscode.TextDocument, problems: readonly Problem[]): void {
    const { uri } = document;
    const found = this.#found.get(uri.toString()) ?? new Map<Search, readonly Problem[]>();
    this.#found.set(uri.toString(), found.set(search, problems));
    this.#collection.set(
      uri,
      this.of(document).map((problem) => toDiagnostic(problem, uri)),
    );
    this.#changed.fire(document);
  }

  of({ uri }: vscode.TextDocument): readonly Problem[] {
    return [...(this.#found.get(uri.toString())?.values() ?? [])].flat();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #forget({ uri }: vscode.TextDocument): void {
    if (this.#found.delete(uri.toString())) this.#collection.delete(uri);
  }
}
