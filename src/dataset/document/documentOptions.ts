// How a document is read: what a person has set, or the setting of the workspace.

import type { Severities } from '../checking/rule';
import type { DatasetFormat } from '../formats/format';
import type { ReadingContext } from '../line/checkLine';
import { defaultTarget, findTarget, type Target } from '../targets/target';

/** Chosen as a format: the file is no training data, whatever its lines look like. */
export const NO_FORMAT = 'none';

export interface DocumentOptions {
  /** Severities that differ from the rules' own, by rule id. */
  readonly severities?: Severities;
  /** Id of the target; without one, the default target of the format. */
  readonly target?: string;
  /** Targets that a setting added. */
  readonly addedTargets?: readonly Target[];
  /** Counts tokens exactly; without it, no example is held to a limit of tokens. */
  readonly countTokens?: (text: string) => number;
  /** Id of the format, chosen by hand, or `NO_FORMAT`; without one, the majority's. */
  readonly format?: string;
  /** How the file is written, as VS Code names encodings; UTF-8 by default. */
  readonly encoding?: string;
}

export function contextFor(format: DatasetFormat | undefined, options: DocumentOptions): ReadingContext {
  const chosen = options.target === undefined ? undefined : findTarget(options.target, options.addedTargets);
  const target = chosen ?? (format ? defaultTarget(format.id) : undefined);
  const { countTokens } = options;
  return { format, target, severities: options.severities ?? {}, ...(countTokens ? { countTokens } : {}) };
}
