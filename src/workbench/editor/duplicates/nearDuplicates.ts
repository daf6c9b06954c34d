import * as vscode from 'vscode';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { nearDuplicateProblems } from '../../../dataset/similar/nearDuplicates';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { toDiagnostic } from '../problems/diagnostics';

/** The near duplicates that were looked for; shown until the file changes, for lines move then. */
export class NearDuplicates implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('tunewright-near-duplicates');
  readonly #subscription: vscode.Disposable;

  constructor(private readonly datasets: DatasetDocuments) {
    this.#subscription = vscode.Disposable.from(
      this.#collection,
      datasets.onDidChange(({ uri }) => this.#collection.delete(uri)),
      datasets.onDidClose(({ uri }) => this.#collection.delete(uri)),
    );
  }

  /** @returns how many there are */
  show(document: vscode.TextDocument, dataset: DatasetDocument): number {
    const problems = nearDuplicateProblems(dataset, this.datasets.optionsOf(document).severities);
    this.#collection.set(
      document.uri,
      problems.map((problem) => toDiagnostic(problem, document.uri)),
    );
    return problems.length;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
