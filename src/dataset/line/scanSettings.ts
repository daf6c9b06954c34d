import { type Severities, severityOf } from '../checking/rule';
import { findFormat } from '../formats/index';
import { rules } from '../rules/index';
import { defaultTarget, type Target } from '../targets/target';
import type { ReadingContext } from './checkLine';
import { QuickGeminiApi } from './quick/quickGeminiApi';
import type { QuickLimits, QuickLine } from './quick/quickLine';
import { QuickVertexContents } from './quick/quickVertexContents';

/** How a file is read; plain data, for it is sent to workers. */
export interface ScanSettings {
  /** Id of the format of the file; undefined when it is no training data. */
  readonly format: string | undefined;
  /** The chosen target; without one, the default target of the format. */
  readonly target: Target | undefined;
  readonly severities: Severities;
  /** The file is something else than JSON Lines; its lines are only counted. */
  readonly isOther?: boolean;
}

export function contextOf({ format: id, target, severities, isOther = false }: ScanSettings): ReadingContext {
  const format = id === undefined ? undefined : findFormat(id);
  return { format, target: target ?? (format && defaultTarget(format.id)), severities, isOther };
}

/** The quick reader for a format; undefined when there is none, or when a rule is on that asks for more than it sees. */
export function quickReader(context: ReadingContext): QuickLine | undefined {
  const { format, target, severities } = context;
  const asksMore = rules.some(
    (rule) => 'plainLines' in rule && rule.plainLines === 'never' && severityOf(rule, severities) !== 'off',
  );
  if (!format || asksMore) return undefined;
  const none = Number.POSITIVE_INFINITY;
  const limits: QuickLimits = {
    inputCharacters: target?.inputCharacters?.value ?? none,
    outputCharacters: target?.outputCharacters?.value ?? none,
    lineBytes: target?.exampleTokens?.value ?? none,
  };
  if (format.id === 'geminiApi') return new QuickGeminiApi(limits);
  if (format.id === 'vertexContents') return new QuickVertexContents(limits, context);
  return undefined;
}
