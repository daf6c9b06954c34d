import * as vscode from 'vscode';
import { tokensText } from '../ui/numberFormat';
import type { DatasetDocuments } from './documents/datasetDocuments';
import { jsonlFiles } from './documents/jsonlFiles';
import type { TokenCounts } from './documents/tokenCounts';

const section = 'tunewright.editor';

/** At the end of each line in view, how long its example is; only when the setting asks for it. */
export function showLineHints(datasets: DatasetDocuments, tokens: TokenCounts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    tokens.onDidChange(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) changed.fire();
    }),
    vscode.languages.registerInlayHintsProvider(jsonlFiles, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints(document, range) {
        const dataset = datasets.get(document);
        const settings = vscode.workspace.getConfiguration(section, document.uri);
        if (!dataset?.isDataset || !settings.get<boolean>('lineHints')) return [];
        const hints: vscode.InlayHint[] = [];
        for (let line = range.start.line; line <= Math.min(range.end.line, dataset.lineCount - 1); line++) {
          const shown = dataset.line(line);
          if (!shown?.reading.isExample) continue;
          const hint = new vscode.InlayHint(
            document.lineAt(line).range.end,
            tokensText(tokens.ofLine(dataset, shown)),
          );
          hint.paddingLeft = true;
          hints.push(hint);
        }
        return hints;
      },
    }),
  );
}
