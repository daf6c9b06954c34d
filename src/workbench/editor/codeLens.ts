import * as vscode from 'vscode';
import type { DatasetDocument } from '../../dataset/document/datasetDocument';
import { count, priceSource, priceText, problemsText, tokensText } from '../ui/numberFormat';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { jsonlFiles } from './documents/jsonlFiles';
import type { TokenCounts, Tokens } from './documents/tokenCounts';

/** Typing changes the figures with each key; they are shown anew at most so often. */
const refreshAfter = 150;

/** Above the first line of a training file: what it holds, what it would cost, and the way on. */
export function showCodeLens(datasets: DatasetDocuments, tokens: TokenCounts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const shown = new WeakMap<vscode.TextDocument, string>();
  const waiting = new Set<vscode.TextDocument>();
  let timer: NodeJS.Timeout | undefined;
  const refresh = (document: vscode.TextDocument) => {
    waiting.add(document);
    timer ??= setTimeout(() => {
      timer = undefined;
      const isStale = (each: vscode.TextDocument) => {
        const dataset = each.isClosed ? undefined : datasets.get(each);
        return dataset && titles(dataset, tokens.ofFile(each, dataset)).join() !== shown.get(each);
      };
      if ([...waiting].some(isStale)) changed.fire();
      waiting.clear();
    }, refreshAfter);
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const dataset = datasets.get(document);
      if (!dataset) return [];
      const shownTitles = titles(dataset, tokens.ofFile(document, dataset));
      shown.set(document, shownTitles.join());
      return lenses(document, dataset, shownTitles, tokens.ofFile(document, dataset));
    },
  };
  return vscode.Disposable.from(
    changed,
    { dispose: () => clearTimeout(timer) },
    datasets.onDidChange(refresh),
    tokens.onDidChange(refresh),
    vscode.languages.registerCodeLensProvider(jsonlFiles, provider),
  );
}

function lenses(
  { uri }: vscode.TextDocument,
  dataset: DatasetDocument,
  shownTitles: readonly string[],
  tokens: Tokens,
): vscode.CodeLens[] {
  const commands = [
    { command: 'tunewright.tuneModel', arguments: [uri] },
    {
      command: 'tunewright.chooseTarget',
      arguments: [uri],
      tooltip: [priceSource(tokens, dataset), vscode.l10n.t('Select target model')]
        .filter(Boolean)
        .join('\n'),
    },
    { command: dataset.problemCount === 0 ? '' : 'workbench.actions.view.problems' },
  ];
  const first = new vscode.Range(0, 0, 0, 0);
  return shownTitles.map((title, index) => {
    return new vscode.CodeLens(first, { title, command: '', ...commands[index] });
  });
}

function titles(dataset: DatasetDocument, tokens: Tokens): string[] {
  if (!dataset.isDataset) return [];
  const { exampleCount, problemCount } = dataset;
  const examples =
    exampleCount === 1 ? vscode.l10n.t('1 example') : vscode.l10n.t('{0} examples', count(exampleCount));
  const icon = problemCount === 0 ? '$(check)' : '$(warning)';
  return [
    vscode.l10n.t('$(rocket) Tune Model…'),
    [examples, tokensText(tokens), priceText(tokens, dataset)].join(' · '),
    `${icon} ${problemsText(problemCount)}`,
  ];
}
