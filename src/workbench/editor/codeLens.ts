import * as vscode from 'vscode';
import type { DatasetDocument } from '../../dataset/document/datasetDocument';
import type { DatasetFormat } from '../../dataset/formats/format';
import { defaultTarget } from '../../dataset/targets/target';
import { examplesText, priceSource, priceText, problemsText, tokensText } from '../ui/numberFormat';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { jsonlFiles } from './documents/jsonlFiles';
import type { TokenCounts, Tokens } from './documents/tokenCounts';
import type { FoundProblems } from './problems/foundProblems';

/** Typing changes the figures with each key; they are shown anew at most so often. */
const refreshAfter = 150;

/** Above the first line of a training file: what it holds, what it would cost, and the way on. */
export function showCodeLens(
  datasets: DatasetDocuments,
  found: FoundProblems,
  tokens: TokenCounts,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const shown = new WeakMap<vscode.TextDocument, string>();
  const waiting = new Set<vscode.TextDocument>();
  let timer: NodeJS.Timeout | undefined;
  const lensesNow = (document: vscode.TextDocument, dataset: DatasetDocument) =>
    lensesOf(dataset, found.of(document).length, tokens.ofFile(document, dataset));
  const refresh = (document: vscode.TextDocument) => {
    waiting.add(document);
    timer ??= setTimeout(() => {
      timer = undefined;
      const isStale = (each: vscode.TextDocument) => {
        const dataset = each.isClosed ? undefined : datasets.get(each);
        return dataset && textOf(lensesNow(each, dataset)) !== shown.get(each);
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
      const lenses = lensesNow(document, dataset);
      shown.set(document, textOf(lenses));
      const first = new vscode.Range(0, 0, 0, 0);
      return lenses.map((lens) => new vscode.CodeLens(first, { ...lens, arguments: [document.uri] }));
    },
  };
  return vscode.Disposable.from(
    changed,
    { dispose: () => clearTimeout(timer) },
    datasets.onDidChange(refresh),
    found.onDidChange(refresh),
    tokens.onDidChange(refresh),
    vscode.languages.registerCodeLensProvider(jsonlFiles, provider),
  );
}

function textOf(lenses: readonly Lens[]): string {
  return lenses.map(({ title }) => title).join();
}

/** One lens each: what it says, and what a click does. */
interface Lens {
  readonly title: string;
  readonly command: string;
  readonly tooltip?: string;
}

/** @param found problems that a command has looked for */
function lensesOf(dataset: DatasetDocument, found: number, tokens: Tokens): Lens[] {
  const { foreignFormat, container, format } = dataset;
  if (foreignFormat) return [convertLens(foreignFormat)];
  if (container && !container.isJsonLines) return [convertLens(undefined)];
  if (!format) return [];
  const { exampleCount } = dataset;
  const problemCount = dataset.problemCount + found;
  const isTunable = defaultTarget(format.id) !== undefined;
  return [
    isTunable
      ? { title: vscode.l10n.t('$(rocket) Tune Model…'), command: 'tunewright.tuneModel' }
      : convertLens(format),
    {
      title: [examplesText(exampleCount), tokensText(tokens), priceText(tokens, dataset)].join(' · '),
      command: 'tunewright.chooseTarget',
      tooltip: [priceSource(tokens, dataset), vscode.l10n.t('Select target model')]
        .filter(Boolean)
        .join('\n'),
    },
    problemCount === 0
      ? { title: `$(check) ${problemsText(0)}`, command: '' }
      : { title: `$(warning) ${problemsText(problemCount)}`, command: 'tunewright.showProblems' },
  ];
}

/** No service tunes on such a file as it is. */
function convertLens(format: DatasetFormat | undefined): Lens {
  const title =
    format === undefined
      ? vscode.l10n.t('$(arrow-swap) Convert Dataset…')
      : vscode.l10n.t('$(arrow-swap) {0} · Convert Dataset…', format.label);
  return { title, command: 'tunewright.convertDataset' };
}
