import { argumentAccuracy } from './argumentAccuracy';
import { chrf } from './chrf';
import { accuracy } from './classification';
import { exactMatch } from './exactMatch';
import { jsonMatch } from './jsonMatch';
import { judgeScore } from './judgeScore';
import { latency } from './latency';
import { lengthRatio } from './lengthRatio';
import type { Metric } from './metric';
import { missingCall } from './missingCall';
import { needlessCall } from './needlessCall';
import { normalisedMatch } from './normalisedMatch';
import { outputTokens } from './outputTokens';
import { price } from './price';
import { rightCall } from './rightCall';
import { rightFunction } from './rightFunction';
import { rougeL } from './rougeL';
import { schemaMatch } from './schemaMatch';
import { validJson } from './validJson';

/** Everything that answers are measured by, in the order in which results show it. */
export const metrics: readonly Metric[] = [
  accuracy,
  exactMatch,
  normalisedMatch,
  jsonMatch,
  validJson,
  schemaMatch,
  rightCall,
  rightFunction,
  argumentAccuracy,
  missingCall,
  needlessCall,
  rougeL,
  chrf,
  judgeScore,
  lengthRatio,
  latency,
  outputTokens,
  price,
];

/** The metrics of these ids; exact match stands beside each one that looks past something. */
export function measuredBy(ids: readonly string[]): readonly Metric[] {
  const chosen = ids.flatMap((id) => findMetric(id) ?? []);
  const last = chosen.findLastIndex(({ normalises }) => normalises);
  return last < 0 || chosen.includes(exactMatch) ? chosen : chosen.toSpliced(last + 1, 0, exactMatch);
}

export function findMetric(id: string): Metric | undefined {
  return metrics.find((metric) => metric.id === id);
}
