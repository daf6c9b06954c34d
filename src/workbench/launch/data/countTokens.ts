import type * as vscode from 'vscode';
import type { Target } from '../../../dataset/targets/target';
import type { CountedTokens } from '../../../tuning/launch/onDisk/diskJob';
import { errorStory } from '../../ui/errorStory';
import type { TrainingContent } from './trainingContent';

/** The tokens of a training file; undefined when nobody can count them here. */
export async function countTokens(
  content: TrainingContent,
  target: Target | undefined,
  log: vscode.LogOutputChannel,
): Promise<CountedTokens | undefined> {
  try {
    return await content.countTokens(target);
  } catch (error) {
    log.error('Failed to count tokens. Using estimates.', errorStory(error));
    return undefined;
  }
}
