import * as vscode from 'vscode';
import { TokenCounter } from '../../dataset/tokens/tokenCounter';
import { showCodeLens } from './codeLens';
import { trackDatasetContext } from './documents/datasetContext';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { TokenCounts } from './documents/tokenCounts';
import { linkTwins } from './duplicates/duplicateNavigation';
import { showExamplePictures } from './hover/exampleHover';
import { showHovers } from './hover/hover';
import type { Pictures } from './hover/pictures';
import { showLanguageStatus } from './languageStatus';
import { offerLineActions } from './lineActions';
import { showLineHints } from './lineHints';
import { offerFixes } from './problems/codeActions';
import { showDiagnostics } from './problems/diagnostics';
import type { FoundProblems } from './problems/foundProblems';
import { serveRulePages } from './problems/rulePages';
import { offerCompletions } from './typing/completion';
import { escapePastes } from './typing/paste';
import { growSelections } from './typing/selectionRanges';
import { listSymbols } from './typing/symbols';

/** Everything that an editor with a training file shows and offers. All of it asks the one document in `datasets`. */
export function registerEditorFeatures(
  datasets: DatasetDocuments,
  found: FoundProblems,
  pictures: Pictures,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const tokens = new TokenCounts(datasets, new TokenCounter(), log);
  return vscode.Disposable.from(
    tokens,
    showDiagnostics(datasets),
    offerFixes(datasets),
    offerLineActions(datasets),
    showCodeLens(datasets, found, tokens),
    trackDatasetContext(datasets),
    showLanguageStatus(datasets, found),
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
