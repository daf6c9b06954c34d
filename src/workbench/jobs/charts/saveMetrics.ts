import * as vscode from 'vscode';
import { askWhere, save } from '../../ui/saving';
import type { ChartRequest } from './chartMessages.protocol';
import { type Chart, type Curve, metricRows } from './charts.protocol';

/** Saves what a page asks for of its charts. */
export function saveCharts(
  request: ChartRequest,
  title: string,
  { charts, curves }: { readonly charts: readonly Chart[]; readonly curves: readonly Curve[] },
): Promise<void> {
  if (request.type === 'saveCsv') return saveCsv(title, curves);
  const chart = charts.find(({ id }) => id === request.chart);
  return savePng(`${title} ${chart?.title ?? ''}`.trim(), request.png);
}

/** Asks where to, and writes the numbers of the charts there. */
async function saveCsv(title: string, curves: readonly Curve[]): Promise<void> {
  const { metricCsv } = await import('./metricCsv');
  await saveAs(`${fileName(title)}.csv`, 'csv', Buffer.from(metricCsv(curves, metricRows(curves))));
}

/** Asks where to, and writes a picture that a page has drawn. @throws Error when it is no PNG */
async function savePng(title: string, dataUrl: string): Promise<void> {
  const [, base64 = ''] = /^data:image\/png;base64,([A-Za-z0-9+/=]+)$/.exec(dataUrl) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (!bytes.subarray(0, 8).equals(pngSignature)) throw new Error("The page sent an image that isn't a PNG.");
  await saveAs(`${fileName(title)}.png`, 'png', bytes);
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

async function saveAs(name: string, ending: 'csv' | 'png', bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await askWhere({
    filters: { [ending.toUpperCase()]: [ending] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  await save(uri, bytes, { replace: true });
  const open = vscode.l10n.t('Open');
  const message = vscode.l10n.t('Saved {0}.', uri.path.split('/').at(-1) ?? uri.path);
  void vscode.window.showInformationMessage(message, open).then((answer) => {
    if (answer === open) void vscode.commands.executeCommand('vscode.open', uri);
  });
}

function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}._-]+/gu, '-');
}
