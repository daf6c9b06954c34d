import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { taskOf } from '../../../dataset/example/task';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { parse } from '../../../dataset/json/parse';
import { isObject } from '../../../dataset/json/value';
import { countedTexts } from '../../../dataset/tokens/countedTexts';
import { TokenCounter } from '../../../dataset/tokens/tokenCounter';
import { lineMapOf } from '../../../tuning/droppedExamples/lineMap';
import { callPattern, mostLooked } from '../../../tuning/launch/onDisk/survey';
import type { TrainingContent } from './trainingContent';

/** Lines that the worker is given at once. */
const linesAtOnce = 1000;

/** @param text what is launched: the document as it is now */
export function documentContent(
  text: string,
  dataset: DatasetDocument,
  format: DatasetFormat,
): TrainingContent {
  return {
    bytes: Buffer.byteLength(text),
    hasCalls: callPattern.test(text),
    get task() {
      return taskOf(conversationsIn(text, format));
    },
    media: dataset.media,
    lines: () => lineMapOf(text),
    hasInput: (key) => dataset.hasInput(key),
    countShared: (inputs) => dataset.countShared(inputs),
    async countTokens(target) {
      const lines = text.split('\n');
      const counter = new TokenCounter();
      try {
        let tokens = 0;
        let isExact = true;
        for (let first = 0; first < lines.length; first += linesAtOnce) {
          const texts = lines.slice(first, first + linesAtOnce).flatMap((line) => {
            const value = parse(line);
            if (!isObject(value)) return [];
            const counted = countedTexts(format, value, target);
            tokens += counted.fileTokens;
            isExact &&= counted.isExact;
            return counted.texts;
          });
          for (const count of await counter.count(texts)) tokens += count;
        }
        return { tokens, isExact };
      } finally {
        await counter.dispose();
      }
    },
  };
}

function conversationsIn(text: string, format: DatasetFormat) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const every = Math.max(1, Math.ceil(lines.length / mostLooked));
  return lines
    .filter((_, at) => at % every === 0)
    .flatMap((line) => {
      const value = parse(line);
      return isObject(value) ? [format.toConversation(value)] : [];
    });
}
