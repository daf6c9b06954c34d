import * as l10n from '@vscode/l10n';
import { UserError } from '../base/userError';
import { CannotExpress, textOf } from '../dataset/example/conversation';
import { detectFormat } from '../dataset/formats/detection/detectFormat';
import { sampleFormat } from '../dataset/formats/detection/sampleFormat';
import type { DatasetFormat } from '../dataset/formats/format';
import { findFormat } from '../dataset/formats/index';
import { parse } from '../dataset/json/parse';
import { isObject } from '../dataset/json/value';
import { isBlank } from '../dataset/line/checkLine';
import { answerText } from '../tuning/contract/functions';
import { callsIn, promptedExample } from '../tuning/prompt/promptedExample';
import type { RowRecord } from './results/records';
import { seededRandom } from './seededRandom';

export interface DatasetRows {
  readonly format: DatasetFormat;
  readonly rows: readonly RowRecord[];
  /** Lines that cannot be asked, from 1. */
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * What to ask and what is expected, of each line of a dataset: the turns before the model's last one, and that one.
 * @throws UserError when nothing in the file can be asked
 */
export function datasetRows(text: string, name: string, formatId?: string): DatasetRows {
  const lines = text.split(/\r?\n/);
  const format = (formatId && findFormat(formatId)) || sampleFormat(lines.filter((line) => !isBlank(line)));
  if (format === undefined)
    throw new UserError(l10n.t("{0} isn't in a supported dataset format.", name), 'NO_DATASET');
  const rows: RowRecord[] = [];
  const skipped: { line: number; reason: string }[] = [];
  lines.forEach((content, index) => {
    if (isBlank(content)) return;
    const line = index + 1;
    const read = readRow(content, format);
    if (typeof read === 'string') skipped.push({ line, reason: read });
    else rows.push({ kind: 'row', line, ...read });
  });
  const [first] = skipped;
  if (rows.length === 0) {
    throw new UserError(
      first
        ? l10n.t(
            '{0} has no examples that can be sent to a model. Line {1}: {2}',
            name,
            first.line,
            first.reason,
          )
        : l10n.t('{0} has no examples that can be sent to a model.', name),
      'NO_ROWS',
    );
  }
  return { format, rows, skipped };
}

/** What all rows begin with; undefined when they don't, or there is only one. */
export function sharedInstruction([first, ...others]: readonly RowRecord[]): string | undefined {
  const text = first?.prompt.systemInstruction;
  const isShared = others.length > 0 && others.every(({ prompt }) => prompt.systemInstruction === text);
  return isShared ? text : undefined;
}

/** A sample that is the same each time, in the order of the file. */
export function sampleRows(rows: readonly RowRecord[], limit: number, seed = 1): readonly RowRecord[] {
  if (rows.length <= limit) return rows;
  const random = seededRandom(seed);
  return rows
    .map((row) => ({ row, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, limit)
    .map(({ row }) => row)
    .sort((a, b) => a.line - b.line);
}

/** True for a single prompt without a system instruction or functions: what every model takes. */
export function isSinglePrompt({ prompt }: RowRecord): boolean {
  return prompt.turns.length === 1 && !prompt.systemInstruction && !prompt.tools;
}

function readRow(text: string, format: DatasetFormat): Omit<RowRecord, 'kind' | 'line'> | string {
  const value = parse(text);
  if (!isObject(value)) return l10n.t("It isn't a JSON object.");
  if (detectFormat(value, format).likely !== format || !format.validate(value)) {
    return l10n.t("It isn't in {0} format.", format.label);
  }
  try {
    const { answer = [], ...prompt } = promptedExample(format.toConversation(value));
    const calls = callsIn(answer);
    const expected = answerText(textOf(answer), calls);
    if (expected.trim() === '') return l10n.t('It has no text response or function calls to compare with.');
    return { prompt, expected, ...(calls.length > 0 ? { expectedCalls: calls } : {}) };
  } catch (error) {
    if (error instanceof UserError || error instanceof CannotExpress) return error.message;
    throw error;
  }
}
