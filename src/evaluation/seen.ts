// Which rows of an evaluation a model was tuned on: what it says there shows what it remembers.
import { fold, Hash, hashOfJson } from '../dataset/example/hash';
import type { JsonValue } from '../dataset/json/value';
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
 * How each row stands in a training file: `exact` when the same was asked there, in a longer conversation too, `near` when a split would have kept it
 * on one side with a line of the file (dataset/similar/nearDuplicateGroups.ts). @throws UserError when the file is no training file
 */
export function seenIn(file: TrainingFile, rows: readonly Asked[]): readonly (Seen | undefined)[] {
  const trained = datasetRows(file.text, file.name).rows;
  const prompts = new Set(trained.flatMap((row) => [...promptKeys(row)]));
  const groups = new LineGroups(trained.length + rows.length);
  const like = new LikeLines();
  for (const [line, row] of [...trained, ...rows].entries()) if (isText(row)) like.add(line, textOf(row));
  like.join(groups);
  return rows.map((row, index) => {
    const own = [...promptKeys(row)].at(-1);
    if (own !== undefined && prompts.has(own)) return 'exact';
    return groups.firstOf(trained.length + index) < trained.length ? 'near' : undefined;
  });
}

/** The same where only the hashes of the lines are left: lines that are near are not found. */
export function seenByHash(map: LineMap, lines: readonly string[]): readonly (Seen | undefined)[] {
  const hashes = new Set(map.filter((hash) => !Number.isNaN(hash))); // blank lines have none
  return lines.map((line) => (hashes.has(hashOfLine(line)) ? 'exact' : undefined));
}

/** Of all that is asked in a conversation: before each answer of the model's in it, and at its end. */
function* promptKeys({ prompt }: Asked): Generator<number> {
  const { systemInstruction, turns, ...rest } = prompt;
  const hash = fold(new Hash(), hashOfJson(plain({ ...rest, system: systemInstruction || undefined })));
  for (const turn of turns) {
    if (turn.role === 'model') yield hash.key;
    fold(hash, hashOfJson(plain(turn)));
  }
  yield hash.key;
}

/** Without what is undefined. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value));
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
