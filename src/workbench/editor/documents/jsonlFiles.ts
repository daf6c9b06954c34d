import type * as vscode from 'vscode';
import { jsonLinesPattern } from '../../../dataset/files/fileNames';

/** What providers are attached to: the built-in language `jsonl`, and such files that others gave another language. */
export const jsonlFiles: vscode.DocumentSelector = [
  { language: 'jsonl', scheme: 'file' },
  { language: 'jsonl', scheme: 'untitled' },
  { language: 'jsonl', scheme: 'vscode-vfs' },
  { pattern: jsonLinesPattern, scheme: 'file' },
];
