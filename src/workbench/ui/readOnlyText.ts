import * as vscode from 'vscode';

/** Of texts that are no files. */
export const readOnlyScheme = 'tunewright-text';

/** Of the first rows of files in Cloud Storage. */
export const peekScheme = 'tunewright-peek';

/** What is open has its text; only who goes back to one that was closed asks again. */
const mostKept = 20;

/** The oldest first. */
const texts = new Map<string, string>();

export function showReadOnlyTexts(): vscode.Disposable {
  const provider = { provideTextDocumentContent: ({ query }: vscode.Uri) => texts.get(query) };
  return vscode.Disposable.from(
    ...[readOnlyScheme, peekScheme].map((scheme) =>
      vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    ),
  );
}

/**
 * A text that is no file, to be read and compared only: nothing asks to save it.
 * @param name of its tab; its ending tells the language
 * @param key names the text, and no other
 */
export function readOnlyTextUri(
  name: string,
  key: string,
  text: string,
  scheme: typeof readOnlyScheme | typeof peekScheme = readOnlyScheme,
): vscode.Uri {
  texts.delete(key); // the latest is the last
  texts.set(key, text);
  for (const old of texts.keys()) if (texts.size > mostKept) texts.delete(old);
  return vscode.Uri.from({ scheme, path: `/${name.split(/[/\\]/).at(-1)}`, query: key });
}
