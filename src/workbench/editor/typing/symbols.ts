import * as vscode from 'vscode';
import { isolated } from '../../../base/isolated';
import type { LineReading } from '../../../dataset/line/checkLine';
import { type ExampleTitle, exampleTitle } from '../../../dataset/reading/exampleTitle';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { readableJsonl } from '../documents/jsonlFiles';

/** An outline of more rows than this helps nobody; the examples after them have none. */
const shownAtMost = 5_000;
/** Lines read before others get their turn. */
const atATime = 500;

/** One symbol for each example, named by its first words, with those of its response: outline, breadcrumbs, *Go to Symbol*. */
export function listSymbols(datasets: DatasetDocuments): vscode.Disposable {
  const titles = new WeakMap<LineReading, ExampleTitle>(); // a line that stays keeps its reading
  const provider: vscode.DocumentSymbolProvider = {
    async provideDocumentSymbols(document, token) {
      const dataset = datasets.get(document);
      const format = dataset?.format;
      if (!dataset || !format) return [];
      const symbols: vscode.DocumentSymbol[] = [];
      let read = 0;
      for (let line = 0; line < dataset.lineCount && symbols.length < shownAtMost; line++) {
        const shown = dataset.line(line);
        if (!shown?.reading.isExample) continue;
        let title = titles.get(shown.reading);
        if (title === undefined) {
          title = exampleTitle(shown.text, format) ?? { asked: '', answered: '' };
          titles.set(shown.reading, title);
          read++;
        }
        const range = new vscode.Range(line, 0, line, shown.text.length);
        const name = isolated(title.asked) || vscode.l10n.t('Example without text');
        const detail = isolated(title.answered);
        symbols.push(new vscode.DocumentSymbol(name, detail, vscode.SymbolKind.Object, range, range));
        if (read < atATime) continue;
        read = 0;
        await new Promise((resolve) => setTimeout(resolve));
        if (token.isCancellationRequested) return [];
      }
      return symbols;
    },
  };
  return vscode.languages.registerDocumentSymbolProvider(readableJsonl, provider, {
    label: vscode.l10n.t('Training Examples'),
  });
}
