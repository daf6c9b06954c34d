import * as vscode from 'vscode';
import { enclosingRanges } from '../../../dataset/reading/selectionRanges';
import { jsonlFiles } from '../documents/jsonlFiles';
import { rangeOnLine } from '../problems/ranges';

/** *Expand Selection* within a line: text, property, object, line. */
export function growSelections(): vscode.Disposable {
  return vscode.languages.registerSelectionRangeProvider(jsonlFiles, {
    provideSelectionRanges: (document, positions) =>
      positions.map(({ line, character }) => {
        let outer: vscode.SelectionRange | undefined;
        for (const range of enclosingRanges(document.lineAt(line).text, character).reverse()) {
          outer = new vscode.SelectionRange(rangeOnLine(line, range), outer);
        }
        return outer ?? new vscode.SelectionRange(document.lineAt(line).range);
      }),
  });
}
