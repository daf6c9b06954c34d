import type { MediaCounts } from '../../../dataset/checking/rule';
import type { PairedFile } from '../../../dataset/document/pairedFile';
import type { Task } from '../../../dataset/example/task';
import type { Target } from '../../../dataset/targets/target';
import type { LineMap } from '../../../tuning/droppedExamples/lineMap';
import type { CountedTokens } from '../../../tuning/launch/onDisk/diskJob';

/** What a launch asks of the examples in a file: the same of a document, and of a file that is too large for one. */
export interface TrainingContent {
  readonly bytes: number;
  /** Some hold calls of functions. */
  readonly hasCalls: boolean;
  /** What they train a model for, when they show it. */
  readonly task: Task | undefined;
  /** How many have files, by the resolution that they ask for. */
  readonly media: MediaCounts;
  /** To find them again when the file was edited. */
  lines(): LineMap;
  /** Whether an example asks this. */
  hasInput(key: number): boolean;
  /** Examples whose input stands among others too. */
  countShared(inputs: PairedFile['inputs']): number;
  countTokens(target: Target | undefined): Promise<CountedTokens>;
}
