import type { Problem, Severity } from '../checking/problem';
import { RuleLimit } from '../scan/blockProblems';
import type { FileScan } from '../scan/fileScan';

export interface RuleFindings {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  readonly first: readonly Problem[];
}

const order: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** The problems of a file by rule, errors first, then what there is most of. @param most that are given of each rule */
export async function findingsByRule(scan: FileScan, most: number): Promise<RuleFindings[]> {
  const limit = new RuleLimit(most);
  const first = new Map<string, Problem[]>();
  for await (const problems of scan.problems(limit)) {
    for (const problem of problems) {
      const own = first.get(problem.rule);
      if (own) own.push(problem);
      else first.set(problem.rule, [problem]);
    }
  }
  return [...first]
    .map(([rule, problems]) => ({
      rule,
      severity: problems[0]?.severity ?? ('hint' as const),
      count: limit.counterOf(rule).number,
      first: problems,
    }))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count);
}
