import type * as vscode from 'vscode';
import { jsonLinesPattern } from '../../../dataset/files/fileNames';
import { peekScheme } from '../../ui/readOnlyText';

/** What providers are attached to: the built-in language `jsonl`, and such files that others gave another language. */
export const jsonlFiles: vscode.DocumentSelector = [
  { language: 'jsonl', scheme: 'file' },
  { language: 'jsonl', scheme: 'untitled' },
  { language: 'jsonl', scheme: 'vscode-vfs' },
  { pattern: jsonLinesPattern, scheme: 'file' },
  { pattern: jsonLinesPattern, scheme: 'vscode-vfs' },
];

/** What problems and hovers are shown in besides: it can be read, and nothing else. */
export const readableJsonl: vscode.DocumentSelector = [
  jsonlFiles,
  { language: 'jsonl', scheme: peekScheme },
].flat();

/** The first rows of a file in Cloud Storage: no dataset to tune on, or to act on. */
export function isPeek({ uri }: { readonly uri: vscode.Uri }): boolean {
  return uri.scheme === peekScheme;
}
