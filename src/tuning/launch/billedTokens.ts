import type { TuningJob } from '../contract/job';

export interface BilledTokens {
  /** Of the file, as Google counts them. */
  readonly tokens: number;
  /** How often the file is billed; undefined when nobody tells, or when that is not how the method is billed. */
  readonly epochs: number | undefined;
}

/** Undefined until Google has counted. */
export function billedTokens({
  dataStats,
  progress,
  spec,
  otherMethod,
}: Pick<TuningJob, 'dataStats' | 'progress' | 'spec' | 'otherMethod'>): BilledTokens | undefined {
  const tokens = dataStats?.billableTokens;
  if (tokens === undefined) return undefined;
  // Of reinforcement tuning only the tokens of the training phase are billed, which the file doesn't tell.
  if (otherMethod !== undefined) return { tokens, epochs: undefined };
  const epochs = progress?.epochCount ?? Number(spec.hyperparameters.epochCount ?? Number.NaN);
  return { tokens, epochs: Number.isFinite(epochs) ? epochs : undefined };
}
