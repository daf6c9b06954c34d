import * as vscode from 'vscode';
import type { Problem } from '../../../dataset/checking/problem';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { toDiagnostic } from './diagnostics';

/** What a command has looked for in a file; shown until the file changes, for lines move then. */
export class FoundProblems implements vscode.Disposable {
  readonly #collection: vscode.DiagnosticCollection;
  readonly #subscription: vscode.Disposable;

  /** @param name what was looked for, such as `near-duplicates` */
  constructor(name: string, datasets: DatasetDocuments) {
    this.#collection = vscode.languages.createDiagnosticCollection(`tunewright-${name}`);
    this.#subscription = vscode.Disposable.from(
      this.#collection,
      datasets.onDidChange(({ uri }) => this.#collection.delete(uri)),
      datasets.onDidClose(({ uri }) => this.#collection.delete(uri)),
    );
  }

  show({ uri }: vscode.TextDocument, problems: readonly Problem[]): void {
    this.#collection.set(
      uri,
      problems.map((problem) => toDiagnostic(problem, uri)),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
