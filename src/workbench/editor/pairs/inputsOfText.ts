import * as vscode from 'vscode';
import { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { largestText } from '../../../dataset/files/largestText';
import { ONLY_SCHEMA } from '../../../dataset/scan/onlySchema';
import type { InputsOfFile } from './trainingPairs';

/** Reads the file as a whole: where there is no disk. */
export const inputsOfText: InputsOfFile = async (uri) => {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > largestText) return undefined;
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const document = DatasetDocument.read(text, { severities: ONLY_SCHEMA });
  return { has: (key) => document.hasInput(key) };
};
