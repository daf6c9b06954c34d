// Which column is what of an example.
import * as l10n from '@vscode/l10n';
import { formatOf } from '../formats/detection/sampleFormat';
import type { DatasetFormat } from '../formats/format';
import { openaiChat } from '../formats/openaiChat';
import { stringifyExactly } from '../json/exactNumbers';
import type { JsonObject, JsonValue } from '../json/value';
import { checkColumnCount, listedNames, shownName } from './columnNames';
import { ImportError } from './record';

export const parts = ['system', 'prompt', 'answer'] as const;

/** What of an example a column holds. */
export type ExamplePart = (typeof parts)[number];

/** Columns of each part; the texts of several are joined with an empty line between them. */
export type ColumnMap = Readonly<Record<ExamplePart, readonly string[]>>;

/** Names that columns have for each part, the surest first. */
const names: Readonly<Record<ExamplePart, readonly string[]>> = {
  system: ['system', 'system_prompt', 'system_instruction', 'systeminstruction'],
  prompt: [
    'prompt',
    'question',
    'input',
    'input_text',
    'text_input',
    'instruction',
    'user',
    'query',
    'text',
    'sentence',
    'review',
  ],
  answer: [
    'answer',
    'completion',
    'response',
    'output',
    'output_text',
    'assistant',
    'model',
    'label',
    'target',
    'category',
    'class',
    'sentiment',
  ],
};

/** How rows become examples: they are examples of a known format, or their columns are mapped. */
export type Reading =
  | { readonly kind: 'format'; readonly format: DatasetFormat }
  | { readonly kind: 'columns'; readonly map: ColumnMap };

/** @param sample the first rows. @throws ImportError when nobody can tell */
export function guessReading(sample: readonly JsonObject[]): Reading {
  const format = formatOf(sample.map((value) => JSON.stringify(value)));
  if (format) return { kind: 'format', format };
  const columns = columnsOf(sample);
  const map = guessColumns(columns);
  if (map.prompt.length > 0 && map.answer.length > 0) return { kind: 'columns', map };
  throw new ImportError(
    l10n.t(
      "Can't tell which columns have the prompt and the answer. Columns: {0}. Name them, such as --map {1}=prompt --map {2}=answer.",
      listedNames(columns),
      shownName(columns[0] ?? 'question'),
      shownName(columns[1] ?? 'reply'),
    ),
  );
}

/** @throws ImportError when there are too many */
export function columnsOf(sample: readonly JsonObject[]): readonly string[] {
  const columns = new Set<string>();
  for (const value of sample) {
    for (const key of Object.keys(value)) columns.add(key);
    checkColumnCount(columns.size);
  }
  return [...columns];
}

/** By their names; a part that no column has a name for has none. */
export function guessColumns(columns: readonly string[]): ColumnMap {
  const bySimpleName = new Map(columns.toReversed().map((column) => [simple(column), column]));
  const found = (part: ExamplePart) =>
    names[part].flatMap((name) => bySimpleName.get(name) ?? []).slice(0, 1);
  return { system: found('system'), prompt: found('prompt'), answer: found('answer') };
}

function simple(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** A row as an example of `mappedFormat`. @throws ImportError that says what is wrong with the row */
export function mapColumns(value: JsonObject, map: ColumnMap): string {
  const said = (part: ExamplePart) => map[part].map((column) => textAt(value, column, part)).join('\n\n');
  const [system, prompt, answer] = [said('system'), said('prompt'), said('answer')];
  return stringifyExactly({
    messages: [
      ...(system === '' ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: prompt },
      { role: 'assistant', content: answer },
    ],
  });
}

export const mappedFormat = openaiChat;

function textAt(value: JsonObject, column: string, part: ExamplePart): string {
  const own: JsonValue | undefined = Object.hasOwn(value, column) ? value[column] : undefined;
  if (typeof own === 'number' || typeof own === 'boolean') return stringifyExactly(own);
  if (typeof own === 'string' && (own.trim() !== '' || part === 'system')) return own;
  const shown = shownName(column);
  if (own === undefined && part !== 'system')
    throw new ImportError(l10n.t('The row has no column "{0}".', shown));
  if (own === undefined || own === null || own === '') {
    if (part === 'system') return '';
    throw new ImportError(l10n.t('The column "{0}" is empty.', shown));
  }
  throw new ImportError(
    typeof own === 'string'
      ? l10n.t('The column "{0}" is empty.', shown)
      : l10n.t('The column "{0}" isn\'t text.', shown),
  );
}
