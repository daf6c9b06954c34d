// Which rows of an evaluation a model was tuned on: what it says there shows what it remembers.
import { canonicalJson } from '../dataset/json/value';
import { LineGroups } from '../dataset/similar/lineGroups';
import { LikeLines } from '../dataset/similar/nearDuplicateGroups';
import { spokenText } from '../tuning/contract/functions';
import { hashOfLine, type LineMap } from '../tuning/droppedExamples/lineMap';
import type { RowRecord, Seen } from './results/records';
import { datasetRows } from './rows';

/** A training file. */
export interface TrainingFile {
  readonly name: string;
  readonly text: string;
}

type Asked = Pick<RowRecord, 'prompt' | 'expected'>;

/**
 * How each row stands in a training file: `exact` when the same was asked there, `near` when a split would have kept it
 * on one side with a line of the file (dataset/similar/nearDuplicateGroups.ts). @throws UserError when the file is no training file
 */
export function seenIn(file: TrainingFile, rows: readonly Asked[]): readonly (Seen | undefined)[] {
  const trained = datasetRows(file.text, file.name).rows;
  const prompts = new Set(trained.map(keyOf));
  const groups = new LineGroups(trained.length + rows.length);
  const like = new LikeLines();
  for (const [line, row] of [...trained, ...rows].entries()) if (isText(row)) like.add(line, textOf(row));
  like.join(groups);
  return rows.map((row, index) => {
    if (prompts.has(keyOf(row))) return 'exact';
    return groups.firstOf(trained.length + index) < trained.length ? 'near' : undefined;
  });
}

/** The same where only the hashes of the lines are left: lines that are near are not found. */
export function seenByHash(map: LineMap, lines: readonly string[]): readonly (Seen | undefined)[] {
  const hashes = new Set(map.filter((hash) => !Number.isNaN(hash))); // blank lines have none
  return lines.map((line) => (hashes.has(hashOfLine(line)) ? 'exact' : undefined));
}

function keyOf({ prompt }: Asked): string {
  const { systemInstruction, ...asked } = prompt;
  return canonicalJson(JSON.parse(JSON.stringify({ ...asked, system: systemInstruction || undefined })));
}

/** Of a picture with the same question, texts do not tell how near it is. */
function isText({ prompt }: Asked): boolean {
  return prompt.turns.every(({ attachments = [] }) => attachments.length === 0);
}

function textOf({ prompt, expected }: Asked): string {
  return [
    prompt.systemInstruction ?? '',
    ...prompt.turns.map(({ text, functions }) => spokenText(text, functions)),
    expected,
  ].join('\n');
}

/** By line: how each row stands in any of the training files. */
export function seenLines(
  rows: readonly Pick<RowRecord, 'line'>[],
  files: readonly (readonly (Seen | undefined)[])[],
): ReadonlyMap<number, Seen> {
  const seen = new Map<number, Seen>();
  for (const [index, { line }] of rows.entries()) {
    const ways = files.map((file) => file[index]);
    if (ways.includes('exact')) seen.set(line, 'exact');
    else if (ways.includes('near')) seen.set(line, 'near');
  }
  return seen;
}
