import * as vscode from 'vscode';
import { TokenCounter } from '../../dataset/tokens/tokenCounter';
import { offerFixes } from './codeActions';
import { showCodeLens } from './codeLens';
import { offerCompletions } from './completion';
import { trackDatasetContext } from './datasetContext';
import type { DatasetDocuments } from './datasetDocuments';
import { showDiagnostics } from './diagnostics';
import { showExamplePictures } from './exampleHover';
import { showHovers } from './hover';
import { showLanguageStatus } from './languageStatus';
import { offerLineActions } from './lineActions';
import { showLineHints } from './lineHints';
import { escapePastes } from './paste';
import type { Pictures } from './pictures';
import { serveRulePages } from './rulePages';
import { growSelections } from './selectionRanges';
import { listSymbols } from './symbols';
import { TokenCounts } from './tokenCounts';
import { linkTwins } from './twins';

/** Everything that an editor with a training file shows and offers. All of it asks the one document in `datasets`. */
export function registerEditorFeatures(
  datasets: DatasetDocuments,
  pictures: Pictures,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const tokens = new TokenCounts(datasets, new TokenCounter(), log);
  return vscode.Disposable.from(
    tokens,
    showDiagnostics(datasets),
    offerFixes(datasets),
    offerLineActions(datasets),
    showCodeLens(datasets, tokens),
    trackDatasetContext(datasets),
    showLanguageStatus(datasets),
    showHovers(datasets, tokens, pictures),
    showExamplePictures(pictures),
    offerCompletions(datasets),
    escapePastes(datasets),
    listSymbols(datasets),
    growSelections(),
    linkTwins(datasets),
    showLineHints(datasets, tokens),
    serveRulePages(),
  );
}
