import * as vscode from 'vscode';
import { escapedPaste } from '../../../dataset/editing/pastedText';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { jsonlFiles } from '../documents/jsonlFiles';

const kind = vscode.DocumentDropOrPasteEditKind.Text.append('tunewright', 'json');

/** A text pasted into a JSON text gets its quotes and line breaks escaped; VS Code offers the plain paste beside it. */
export function escapePastes(datasets: DatasetDocuments): vscode.Disposable {
  const provider: vscode.DocumentPasteEditProvider = {
    async provideDocumentPasteEdits(document, [range, ...others], transfer, _context, token) {
      if (!range?.isSingleLine || others.length > 0 || !datasets.get(document)?.isDataset) return undefined;
      const pasted = await transfer.get('text/plain')?.asString();
      if (!pasted || token.isCancellationRequested) return undefined;
      const { text } = document.lineAt(range.start.line);
      const escaped = escapedPaste(text, range.start.character, range.end.character, pasted);
      if (escaped === undefined) return undefined;
      return [new vscode.DocumentPasteEdit(escaped, vscode.l10n.t('Paste as JSON String'), kind)];
    },
  };
  return vscode.languages.registerDocumentPasteEditProvider(jsonlFiles, provider, {
    providedPasteEditKinds: [kind],
    pasteMimeTypes: ['text/plain'],
  });
}
