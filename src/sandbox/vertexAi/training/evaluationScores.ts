// The metrics that Google computes without a judge, each between 0 and 1, and what is told of all examples together.
import type { JsonObject } from '../../google/protoJson/json';
import type { EvaluationMetric } from '../messages';

type Kind = 'EXACT_MATCH' | 'BLEU' | 'ROUGE';

const VALUE_OF: Record<Kind, string> = {
  EXACT_MATCH: 'exactMatchMetricValue',
  BLEU: 'bleuMetricValue',
  ROUGE: 'rougeMetricValue',
};
const DEFAULT_AGGREGATION = ['AVERAGE'];
const LONGEST_GRAM = 4;

/** Whether the sandbox can compute it: it has no judge. */
export function isComputed(metric: EvaluationMetric): boolean {
  return kindOf(metric) !== undefined;
}

export function kindOf(metric: EvaluationMetric): Kind | undefined {
  const { computationBasedMetricSpec: computed, exactMatchSpec, bleuSpec, rougeSpec } = metric;
  if (exactMatchSpec) return 'EXACT_MATCH';
  if (bleuSpec) return 'BLEU';
  if (rougeSpec) return 'ROUGE';
  return (Object.keys(VALUE_OF) as Kind[]).find((kind) => kind === computed?.type);
}

export function score(metric: EvaluationMetric, answer: string, reference: string): number {
  switch (kindOf(metric)) {
    case 'EXACT_MATCH':
      return answer === reference ? 1 : 0;
    case 'BLEU':
      return bleu(words(answer), words(reference));
    case 'ROUGE':
      return rouge(words(answer), words(reference), rougeType(metric));
    default:
      return 0;
  }
}

/** AggregationResults of a metric: one for each statistic that was asked for. */
export function aggregated(metric: EvaluationMetric, scores: readonly number[]): JsonObject[] {
  const kind = kindOf(metric);
  if (!kind || scores.length === 0) return [];
  const asked = metric.aggregationMetrics?.length ? metric.aggregationMetrics : DEFAULT_AGGREGATION;
  return asked.map((aggregationMetric) => ({
    aggregationMetric,
    [VALUE_OF[kind]]: { score: statistic(aggregationMetric, scores) },
  }));
}

function statistic(name: string, scores: readonly number[]): number {
  const sorted = [...scores].sort((a, b) => a - b);
  const mean = scores.reduce((total, one) => total + one, 0) / scores.length;
  const variance = scores.reduce((total, one) => total + (one - mean) ** 2, 0) / scores.length;
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  const counts = new Map<number, number>();
  for (const one of scores) counts.set(one, (counts.get(one) ?? 0) + 1);
  const statistics: Record<string, number> = {
    AVERAGE: mean,
    MODE: [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0,
    STANDARD_DEVIATION: Math.sqrt(variance),
    VARIANCE: variance,
    MINIMUM: at(0),
    MAXIMUM: at(1),
    MEDIAN: at(0.5),
    PERCENTILE_P90: at(0.9),
    PERCENTILE_P95: at(0.95),
    PERCENTILE_P99: at(0.99),
  };
  return statistics[name] ?? mean;
}

function rougeType({ computationBasedMetricSpec, rougeSpec }: EvaluationMetric): string {
  const { rouge_type: named, rougeType: camel } = (computationBasedMetricSpec?.parameters ?? {}) as Record<
    string,
    unknown
  >;
  return String(named ?? camel ?? (rougeSpec?.rougeType || 'rougeL'));
}

/** Of a sentence: geometric mean of the precisions of 1 to 4 words, as long as it has so many, times the penalty for brevity. */
function bleu(answer: readonly string[], reference: readonly string[]): number {
  const longest = Math.min(LONGEST_GRAM, answer.length, reference.length);
  if (longest === 0) return 0;
  let logs = 0;
  let smoothing = 1;
  for (let n = 1; n <= longest; n++) {
    const all = grams(answer, n);
    const common = overlap(all, grams(reference, n));
    if (common === 0 && n === 1) return 0;
    // A precision of 0 becomes half of what one match would be, then a quarter, and so on.
    if (common === 0) smoothing *= 2;
    logs += Math.log((common || 1 / smoothing) / all.length);
  }
  const brevity = Math.min(1, Math.exp(1 - reference.length / answer.length));
  return brevity * Math.exp(logs / longest);
}

/** F1 of common n-grams (`rouge1` … `rouge9`) or of the longest common subsequence. */
function rouge(answer: readonly string[], reference: readonly string[], type: string): number {
  const n = Number(/^rouge(\d)$/.exec(type)?.[1] ?? 0);
  const [ours, theirs] = n > 0 ? [grams(answer, n), grams(reference, n)] : [answer, reference];
  const common = n > 0 ? overlap(ours, theirs) : longestCommon(answer, reference);
  return common === 0 ? 0 : (2 * common) / (ours.length + theirs.length);
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function grams(of: readonly string[], n: number): string[] {
  return Array.from({ length: Math.max(0, of.length - n + 1) }, (_, i) => of.slice(i, i + n).join(' '));
}

function overlap(some: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return some.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count > 0;
  }).length;
}

function longestCommon(some: readonly string[], others: readonly string[]): number {
  let row = new Array<number>(others.length + 1).fill(0);
  for (const one of some) {
    const next = [0];
    others.forEach((other, i) => {
      next.push(one === other ? (row[i] ?? 0) + 1 : Math.max(row[i + 1] ?? 0, next[i] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}
