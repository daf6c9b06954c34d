// Rows of a training file that the error of a job names.
import { exampleIn, hashOfLine, type LineMap, type SoughtLine } from '../../droppedExamples/lineMap';

/** One row as the service counts it; `text`: what it quotes of the row. */
export type FaultyRow =
  /** From 1; blank lines do not count. */
  | { readonly kind: 'example'; readonly index: number; readonly text?: string }
  /** From 0; blank lines count. */
  | { readonly kind: 'line'; readonly line: number };

/** How rows are named, and from what they are counted. */
const forms: readonly (readonly [RegExp, (number: number) => FaultyRow])[] = [
  // googleapis/python-aiplatform#6127: "Dataset example 1 of 14 contains an unsupported modality … JSON: {…}"
  [/\b(?:dataset|training) example (\d{1,9}) of \d+/gi, (number) => ({ kind: 'example', index: number })],
  // "Row: 0. Missing required `contents` field."
  [/\bRow: ?(\d{1,9})\b/gi, (number) => ({ kind: 'example', index: number + 1 })],
  // The sandbox's own: "Row 3: contents must not be empty."
  [/\bRow (\d{1,9}):/g, (number) => ({ kind: 'line', line: number - 1 })],
];

/** @param message an error in the service's words */
export function faultyRowsIn(message: string): readonly FaultyRow[] {
  // What it quotes of a row may look like such a form, too.
  const quotation = message.search(/\bJSON: \{/);
  const said = quotation === -1 ? message : message.slice(0, quotation);
  const rows = forms.flatMap(([form, rowOf]) =>
    [...said.matchAll(form)].map(([, number]) => rowOf(Number(number))),
  );
  const [only] = rows;
  const text = quotation === -1 ? '' : message.slice(quotation + 'JSON: '.length).trimEnd();
  return rows.length === 1 && only?.kind === 'example' && text.endsWith('}') ? [{ ...only, text }] : rows;
}

/** Which line it was; what the service quotes of the row counts more than its number. */
export function lineOfRow(map: LineMap, row: FaultyRow): SoughtLine | undefined {
  if (row.kind === 'line') {
    const hash = map[row.line];
    return hash === undefined || Number.isNaN(hash) ? undefined : { hash, line: row.line };
  }
  const quoted = row.text === undefined ? -1 : map.indexOf(hashOfLine(row.text));
  const hash = map[quoted];
  return hash === undefined ? exampleIn(map, row.index) : { hash, line: quoted };
}

/** For what comes as the argument of a command. */
export function isFaultyRow(value: unknown): value is FaultyRow {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'example'
    ? 'index' in value && typeof value.index === 'number'
    : value.kind === 'line' && 'line' in value && typeof value.line === 'number';
}
