import * as vscode from 'vscode';
import { parse } from '../../../dataset/json/parse';
import { isObject } from '../../../dataset/json/value';
import { pictureOf } from '../../../dataset/media/pictures';
import { exampleScheme } from '../examples/exampleScheme';
import type { Pictures } from './pictures';

/** Sections of *Edit Example* that may hold a picture. */
const heading = /^## (?:file|data|other)\b/;

/** Shows the picture of the section under the mouse, where an example is edited as text. */
export function showExamplePictures(pictures: Pictures): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { scheme: exampleScheme },
    {
      async provideHover(document, { line }) {
        const start = lastHeading(document, line);
        if (start === undefined) return undefined;
        let end = start + 1;
        while (end < document.lineCount && !/^##? /.test(document.lineAt(end).text)) end++;
        const range = new vscode.Range(start, 0, end - 1, document.lineAt(end - 1).text.length);
        const value = parse(document.getText(range).replace(/^.*\n/, ''));
        const source = isObject(value) ? sourceOf(value) : undefined;
        const picture = source && (await pictures.of(source));
        return picture === undefined
          ? undefined
          : new vscode.Hover(new vscode.MarkdownString(picture), range);
      },
    },
  );
}

function sourceOf(value: Parameters<typeof isObject>[0]) {
  if (!isObject(value)) return undefined;
  const { mimeType, uri, base64 } = value;
  const type = typeof mimeType === 'string' ? { mimeType } : {};
  if (typeof uri === 'string') return pictureOf({ kind: 'file', ...type, uri });
  if (typeof base64 === 'string') return pictureOf({ kind: 'data', ...type, base64 });
  return pictureOf({ kind: 'other', value });
}

function lastHeading(document: vscode.TextDocument, from: number): number | undefined {
  for (let line = from; line >= 0; line--) {
    const { text } = document.lineAt(line);
    if (heading.test(text)) return line;
    if (/^##? /.test(text)) return undefined;
  }
  return undefined;
}
