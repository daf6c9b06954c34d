import * as path from 'node:path';
import * as vscode from 'vscode';

const scheme = 'tunewright-launched';

/** Data of launches that is no file any more, to be read and compared only. */
const texts = new Map<string, string>();

export function showLaunchedTexts(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ query }) => texts.get(query),
  });
}

export function launchedTextUri(name: string, sha256: string, text: string): vscode.Uri {
  texts.set(sha256, text);
  return vscode.Uri.from({ scheme, path: `/${path.basename(name)}`, query: sha256 });
}
