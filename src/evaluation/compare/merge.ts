import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import { canonicalJson, type JsonValue } from '../../dataset/json/value';
import { comparesPairs } from '../judge/rubric';
import { findMetric } from '../metrics/index';
import type {
  BatchMark,
  EvaluationTarget,
  FileRecord,
  JudgeSetup,
  ResultRecord,
  RowRecord,
} from '../results/records';
import { Results } from '../results/results';

/**
 * Two evaluations as one: the rows that both asked with the same expected answer, with the targets of both, those of
 * `first` before. Lines are those of `first`. @throws UserError when they have no row in common
 */
export function mergeResults(first: Results, second: Results): Results {
  const pairs = pairRows(first.rows, second.rows);
  if (pairs.length === 0) {
    throw new UserError(
      l10n.t("The two evaluations have no rows in common, so they can't be compared."),
      'NO_COMMON_ROWS',
    );
  }
  const shift = first.header.targets.length;
  const records: FileRecord[] = pairs.flatMap(([row, other]) => [
    ...recordsOf(first, row.line),
    ...recordsOf(second, other.line).map(
      (record): ResultRecord => ({ ...record, line: row.line, target: record.target + shift }),
    ),
  ]);
  const rows = pairs.map(
    ([row, other]): RowRecord => (other.seen && !row.seen ? { ...row, seen: other.seen } : row),
  );
  // Their answers will not come into the new file, yet nobody must ask, and pay for, the same rows meanwhile.
  const lineOf = new Map(pairs.map(([row, other]) => [other.line, row.line]));
  const kept = new Set(pairs.map(([row]) => row.line));
  records.push(
    ...first.batches.map((batch) => ({ ...batch, lines: batch.lines.filter((line) => kept.has(line)) })),
    ...second.batches.map(
      (batch): BatchMark => ({
        ...batch,
        target: batch.target + shift,
        lines: batch.lines.flatMap((line) => lineOf.get(line) ?? []),
      }),
    ),
  );
  const targets = [...first.header.targets, ...second.header.targets.map(withParameters(first, second))];
  const { judge, ...header } = first.header;
  const sameJudge = judge && isSame(judge, second.header.judge);
  const metrics = [...new Set([...header.metrics, ...second.header.metrics])].filter(
    (id) => sameJudge || !findMetric(id)?.isJudged,
  );
  const rowsBefore = [first, second].map((results) => results.rows.length);
  return new Results(
    { ...header, ...(sameJudge ? { judge } : {}), metrics, targets, rows: rows.length, rowsBefore },
    rows,
    records,
  );
}

/** Asked with the parameters that it was asked with, also in a file whose header has others. */
function withParameters(first: Results, { header }: Results) {
  const isSameSetup =
    canonicalJson(plain(header.parameters)) === canonicalJson(plain(first.header.parameters));
  return (target: EvaluationTarget): EvaluationTarget =>
    isSameSetup ? target : { ...target, parameters: target.parameters ?? header.parameters };
}

/** Equal rows stay rows, each with one of the other side: that of the same line, else the next that is left. */
function pairRows(
  first: readonly RowRecord[],
  second: readonly RowRecord[],
): readonly (readonly [RowRecord, RowRecord])[] {
  const keys = new Map([...first, ...second].map((row) => [row, keyOf(row)]));
  const key = (row: RowRecord) => keys.get(row) ?? '';
  const onSameLine = partnersBy((row) => `${row.line} ${key(row)}`, first, second);
  const taken = new Set(onSameLine.values());
  const others = partnersBy(
    key,
    first.filter((row) => !onSameLine.has(row)),
    second.filter((row) => !taken.has(row)),
  );
  return first.flatMap((row) => {
    const partner = onSameLine.get(row) ?? others.get(row);
    return partner ? [[row, partner] as const] : [];
  });
}

/** In order, each row of `first` with one of `second` that has the same key. */
function partnersBy(
  key: (row: RowRecord) => string,
  first: readonly RowRecord[],
  second: readonly RowRecord[],
): ReadonlyMap<RowRecord, RowRecord> {
  const left = new Map<string, RowRecord[]>();
  for (const row of second.toReversed()) {
    const equal = left.get(key(row));
    if (equal) equal.push(row);
    else left.set(key(row), [row]);
  }
  const partners = new Map<RowRecord, RowRecord>();
  for (const row of first) {
    const partner = left.get(key(row))?.pop();
    if (partner) partners.set(row, partner);
  }
  return partners;
}

/** What two judges say does not compare, nor what was said of pairs: those of `second` had another first answer. */
function isSame(judge: JudgeSetup, other: JudgeSetup | undefined): boolean {
  if (comparesPairs(judge.rubric)) return false;
  return judge.service === other?.service && judge.model === other.model && judge.rubric === other.rubric;
}

function recordsOf(results: Results, line: number): ResultRecord[] {
  return results.header.targets.flatMap((_, target) =>
    [results.answer(line, target), results.failure(line, target), results.judgement(line, target)].filter(
      (record) => record !== undefined,
    ),
  );
}

/** All that is asked, with files and whatever else goes along, and what is expected. */
function keyOf({ prompt, expected }: RowRecord): string {
  const { systemInstruction, ...asked } = prompt;
  // As it is written to a file, and read from it.
  return canonicalJson(plain({ ...asked, system: systemInstruction || undefined, expected }));
}

function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
