import type * as vscode from 'vscode';
import { parse } from '../../dataset/json/parse';
import { isObject } from '../../dataset/json/value';
import type { Target } from '../../dataset/targets/target';
import { countedTexts } from '../../dataset/tokens/countedTexts';
import { TokenCounter } from '../../dataset/tokens/tokenCounter';
import { errorStory } from '../ui/errorStory';
import type { TrainingData } from './trainingData';

/** Lines that the worker is given at once. */
const linesAtOnce = 1000;

/** The tokens of a training file; undefined when nobody can count them here. */
export async function countTokens(
  { file, format }: TrainingData,
  target: Target | undefined,
  log: vscode.LogOutputChannel,
): Promise<{ readonly tokens: number; readonly isExact: boolean } | undefined> {
  if (file.kind === 'remote' || format === undefined) return undefined;
  const lines = file.text.split('\n');
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
  } catch (error) {
    log.error('Failed to count tokens. Using estimates.', errorStory(error));
    return undefined;
  } finally {
    await counter.dispose();
  }
}
