import { automl } from './automl';
import { batchPrediction } from './batchPrediction';
import type { DatasetFormat } from './format';
import { geminiApi } from './geminiApi';
import { instruction } from './instruction';
import { openaiChat } from './openaiChat';
import { openaiPreference } from './openaiPreference';
import { palm } from './palm';
import { promptChosen } from './promptChosen';
import { promptCompletion } from './promptCompletion';
import { questionAnswer } from './questionAnswer';
import { shareGpt } from './shareGpt';
import { textColumn } from './textColumn';
import { vertexContents } from './vertexContents';
import { vertexMessages } from './vertexMessages';
import { vertexPreference } from './vertexPreference';

/** Every way to write examples that we read. Of two formats that a line could be, the first is taken. */
export const formats: readonly DatasetFormat[] = [
  geminiApi,
  vertexContents,
  vertexPreference,
  openaiChat,
  openaiPreference,
  vertexMessages,
  palm,
  promptCompletion,
  questionAnswer,
  instruction,
  promptChosen,
  shareGpt,
  textColumn,
  automl,
  batchPrediction,
];

export function findFormat(id: string): DatasetFormat | undefined {
  return formats.find((format) => format.id === id);
}
