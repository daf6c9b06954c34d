import * as vscode from 'vscode';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { jsonlFiles } from '../documents/jsonlFiles';
import { rangeOnLine } from '../problems/ranges';

/** *Go to Definition* on a duplicate or conflicting example leads to the one it was compared with. */
export function linkTwins(datasets: DatasetDocuments): vscode.Disposable {
  const twinsOf = (document: vscode.TextDocument, line: number) =>
    (datasets.get(document)?.problemsAt(line) ?? []).flatMap(({ related = [] }) =>
      related.map((place) => ({ line: place.line, range: rangeOnLine(place.line, place.range) })),
    );
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(jsonlFiles, {
      provideDefinition: (document, { line }): vscode.LocationLink[] =>
        twinsOf(document, line).map(({ range }) => ({
          originSelectionRange: document.lineAt(line).range,
          targetUri: document.uri,
          targetRange: range,
        })),
    }),
    vscode.languages.registerReferenceProvider(jsonlFiles, {
      provideReferences(document, { line }) {
        const twins = twinsOf(document, line);
        if (twins.length === 0) return [];
        const ranges = [document.lineAt(line).range, ...twins.map(({ range }) => range)];
        return ranges.map((range) => new vscode.Location(document.uri, range));
      },
    }),
  );
}
