import * as vscode from 'vscode';
import { offerFixes } from './codeActions';
import { showCodeLens } from './codeLens';
import { trackDatasetContext } from './datasetContext';
import type { DatasetDocuments } from './datasetDocuments';
import { showDiagnostics } from './diagnostics';
import { serveRulePages } from './rulePages';

/** Everything that an editor with a training file shows and offers. All of it asks the one document in `datasets`. */
export function registerEditorFeatures(datasets: DatasetDocuments): vscode.Disposable {
  return vscode.Disposable.from(
    showDiagnostics(datasets),
    offerFixes(datasets),
    showCodeLens(datasets),
    trackDatasetContext(datasets),
    serveRulePages(),
  );
}
