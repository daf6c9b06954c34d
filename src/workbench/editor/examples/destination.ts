import * as vscode from 'vscode';
import { jsonLinesEndings, jsonLinesPattern } from '../../../dataset/files/fileNames';
import type { DatasetFormat } from '../../../dataset/formats/format';
import type { DatasetDocuments } from '../documents/datasetDocuments';

/** Where an example goes. */
export type Destination = { readonly kind: 'file'; readonly uri: vscode.Uri } | { readonly kind: 'new' };

export interface DestinationQuestion {
  readonly placeHolder: string;
  /** Whether an example could be written in a file of this format. */
  suits(format: DatasetFormat): boolean;
  /** What a new file is written in. */
  readonly newFormat: DatasetFormat;
  /** Offered first. */
  readonly preferred: vscode.Uri | undefined;
}

type DestinationItem = vscode.QuickPickItem & { readonly choose?: () => Promise<Destination | undefined> };

/** Files of the workspace that are looked for; more are found by *Other File…*. */
const mostFiles = 200;

/** Open datasets, other files of the workspace, a new file. Rejects with a `CancellationError`. */
export async function chooseDestination(
  datasets: DatasetDocuments,
  question: DestinationQuestion,
): Promise<Destination> {
  const open = openDatasets(datasets, question);
  const chosen = await vscode.window.showQuickPick(items(open, question), {
    placeHolder: question.placeHolder,
    matchOnDescription: true,
  });
  const destination = await chosen?.choose?.();
  if (destination === undefined) throw new vscode.CancellationError();
  return destination;
}

interface OpenDataset {
  readonly uri: vscode.Uri;
  readonly format: DatasetFormat | undefined;
}

/** Also files with nothing in them yet. The preferred one first. */
function openDatasets(datasets: DatasetDocuments, { suits, preferred }: DestinationQuestion): OpenDataset[] {
  return vscode.workspace.textDocuments
    .flatMap((document): OpenDataset[] => {
      const dataset = document.isClosed ? undefined : datasets.get(document);
      if (!dataset) return [];
      const isEmpty = dataset.statistics.lines === dataset.statistics.blankLines;
      const isOffered = dataset.format ? suits(dataset.format) : isEmpty;
      return isOffered ? [{ uri: document.uri, format: dataset.format }] : [];
    })
    .sort((a, b) => Number(isSame(b.uri, preferred)) - Number(isSame(a.uri, preferred)));
}

async function items(
  open: readonly OpenDataset[],
  { newFormat }: DestinationQuestion,
): Promise<DestinationItem[]> {
  const found = await vscode.workspace.findFiles(jsonLinesPattern, '**/node_modules/**', mostFiles);
  const others = found.filter((uri) => !open.some((one) => isSame(one.uri, uri)));
  const inFile = (uri: vscode.Uri): Promise<Destination> => Promise.resolve({ kind: 'file', uri });
  return [
    ...open.map(({ uri, format }) => ({
      label: nameOf(uri),
      description: format?.label ?? vscode.l10n.t('empty'),
      choose: () => inFile(uri),
    })),
    {
      label: vscode.l10n.t('$(new-file) New file'),
      description: newFormat.label,
      choose: () => Promise.resolve({ kind: 'new' }),
    },
    { label: vscode.l10n.t('$(folder-opened) Other file…'), choose: browse },
    ...(others.length === 0
      ? []
      : [{ label: vscode.l10n.t('in workspace'), kind: vscode.QuickPickItemKind.Separator }]),
    ...others
      .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), choose: () => inFile(uri) }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  ];
}

async function browse(): Promise<Destination | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    filters: { JSONL: [...jsonLinesEndings] },
    openLabel: vscode.l10n.t('Add to File'),
  });
  return chosen?.[0] && { kind: 'file', uri: chosen[0] };
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

function isSame(a: vscode.Uri, b: vscode.Uri | undefined): boolean {
  return a.toString() === b?.toString();
}
