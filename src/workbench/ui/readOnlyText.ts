import * as path from 'node:path';
import * as vscode from 'vscode';

const scheme = 'tunewright-text';

const texts = new Map<string, string>();

export function showReadOnlyTexts(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ query }) => texts.get(query),
  });
}

/**
 * A text that is no file, to be read and compared only: nothing asks to save it.
 * @param name of its tab; its ending tells the language
 * @param key names the text, and no other
 */
export function readOnlyTextUri(name: string, key: string, text: string): vscode.Uri {
  texts.set(key, text);
  return vscode.Uri.from({ scheme, path: `/${path.basename(name)}`, query: key });
}
