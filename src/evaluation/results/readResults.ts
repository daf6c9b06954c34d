import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { counted, grouped } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { parse } from '../../dataset/json/parse';
import { isObject } from '../../dataset/json/value';
import type { EvaluationHeader, FileRecord, RowRecord } from './records';
import { Results } from './results';
import { fileRecord, header, row } from './resultsSchemas';

/** A results file, read; `length`: characters up to the end of the last whole line. */
export interface ReadResults {
  readonly results: Results;
  readonly length: number;
}

/**
 * Reads a results file. What follows the last line break was cut off in the middle of writing and is left out, as are
 * lines that are no records. @throws UserError when the file is no whole evaluation
 */
export function readResults(text: string, name: string): ReadResults {
  const length = text.lastIndexOf('\n') + 1;
  const [first, ...rest] = text.slice(0, length).split('\n');
  const head: EvaluationHeader | undefined = read(header, parse(first ?? ''));
  if (head === undefined) {
    throw new UserError(l10n.t("{0} doesn't contain evaluation results.", name), 'NO_EVALUATION');
  }
  const rows: RowRecord[] = [];
  const records: FileRecord[] = [];
  for (const line of rest) {
    const value = line === '' ? undefined : parse(line);
    if (!isObject(value)) continue;
    if (value.kind === 'row') {
      const found = read(row, value);
      if (found) rows.push(found);
    } else {
      const found = read(fileRecord, value);
      if (found && isOfTarget(found, head.targets.length)) records.push(found);
    }
  }
  if (rows.length < head.rows) {
    throw new UserError(
      l10n.t(
        '{0} has {1} of {2}. Run the evaluation again.',
        name,
        grouped(rows.length),
        counted(head.rows, 'row'),
      ),
      'BROKEN_EVALUATION',
    );
  }
  return { results: new Results(head, rows, records), length };
}

function isOfTarget(record: FileRecord, targets: number): boolean {
  return record.kind === 'batchOver' || (record.target >= 0 && record.target < targets);
}

function read<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}
