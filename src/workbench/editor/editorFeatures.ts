import * as vscode from 'vscode';
import { showCodeLens } from './codeLens';
import { dimBeginnings } from './dimBeginnings';
import { trackDatasetContext } from './documents/datasetContext';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { type CountTexts, TokenCounts } from './documents/tokenCounts';
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
import { showGutterMarks } from './problems/gutter';
import { serveRulePages } from './problems/rulePages';
import { offerCompletions } from './typing/completion';
import { escapePastes } from './typing/paste';
import { growSelections } from './typing/selectionRanges';
import { listSymbols } from './typing/symbols';

export interface EditorFeaturesHost {
  readonly datasets: DatasetDocuments;
  readonly found: FoundProblems;
  readonly pictures: Pictures;
  /** Absent: tokens are estimated. */
  readonly tokenCounter?: CountTexts;
  readonly log: vscode.LogOutputChannel;
}

/** Everything that an editor with a training file shows and offers. All of it asks the one document in `datasets`. */
export function registerEditorFeatures({
  datasets,
  found,
  pictures,
  tokenCounter,
  log,
}: EditorFeaturesHost): vscode.Disposable {
  const tokens = new TokenCounts(datasets, tokenCounter, log);
  return vscode.Disposable.from(
    tokens,
    showDiagnostics(datasets),
    showGutterMarks(datasets),
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
    dimBeginnings(datasets),
    serveRulePages(),
  );
}
