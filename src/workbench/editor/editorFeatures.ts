import * as vscode from 'vscode';
import { offerFixes } from './codeActions';
import { showCodeLens } from './codeLens';
import { offerCompletions } from './completion';
import { trackDatasetContext } from './datasetContext';
import type { DatasetDocuments } from './datasetDocuments';
import { showDiagnostics } from './diagnostics';
import { showHovers } from './hover';
import { showLanguageStatus } from './languageStatus';
import { showLineHints } from './lineHints';
import { escapePastes } from './paste';
import { serveRulePages } from './rulePages';
import { growSelections } from './selectionRanges';
import { listSymbols } from './symbols';
import { linkTwins } from './twins';

/** Everything that an editor with a training file shows and offers. All of it asks the one document in `datasets`. */
export function registerEditorFeatures(datasets: DatasetDocuments): vscode.Disposable {
  return vscode.Disposable.from(
    showDiagnostics(datasets),
    offerFixes(datasets),
    showCodeLens(datasets),
    trackDatasetContext(datasets),
    showLanguageStatus(datasets),
    showHovers(datasets),
    offerCompletions(datasets),
    escapePastes(datasets),
    listSymbols(datasets),
    growSelections(),
    linkTwins(datasets),
    showLineHints(datasets),
    serveRulePages(),
  );
}
