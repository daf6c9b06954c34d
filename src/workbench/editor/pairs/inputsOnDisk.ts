import * as vscode from 'vscode';
import { inputKeysOf } from '../../../dataset/scan/inputKeys';
import type { InputsOfFile } from './trainingPairs';

/** A larger file is compared when somebody opens or asks for it. */
const comparedBytes = 200 << 20;

export const inputsOnDisk: InputsOfFile = async (uri) => {
  if (uri.scheme !== 'file') return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  return size > comparedBytes ? undefined : inputKeysOf(uri.fsPath);
};
