// Whole examples to start from, on an empty line.
import type { DatasetDocument } from '../document/datasetDocument';
import type { DatasetFormat } from '../formats/format';
import { formats } from '../formats/index';
import { type Spacing, spacingOf, wideSpacing } from '../json/spacing';
import type { JsonObject, JsonPath, JsonValue } from '../json/value';
import { SnippetWriter } from './snippet';

export interface NewExample {
  readonly format: DatasetFormat;
  /** Made like the example above it, with its system instruction and its turns. */
  readonly likeAbove: boolean;
  /** In VS Code's snippet syntax: the person types texts and presses Tab between them. */
  readonly snippet: string;
}

/** How far up an example is looked for. */
const LINES_ABOVE = 20;

/** Nothing, a word or a brace: the line is still to be written. */
export function isUnwritten(text: string): boolean {
  return /^(?:\w*|\{\s*\}?)$/.test(text.trim()); // trimmed first, or long spaces take quadratic time
}

/** The file has no line with anything on it but perhaps this one. */
export function isEmptyFile(dataset: DatasetDocument, line: number): boolean {
  const { lines, blankLines } = dataset.statistics;
  const own = (dataset.line(line)?.text ?? '').trim() === '' ? 0 : 1;
  return lines - blankLines - own <= 0;
}

export function newExamples(dataset: DatasetDocument, line: number): NewExample[] {
  const { format } = dataset;
  const above = exampleAbove(dataset, line);
  const spacing = above?.spacing ?? wideSpacing;
  if (!format) {
    return formats
      .filter(({ importOnly }) => !importOnly)
      .map((each) => ({ format: each, likeAbove: false, snippet: write(each.sample, spacing) }));
  }
  const plain = { format, likeAbove: false, snippet: write(format.sample, spacing) };
  const same = above && { format, likeAbove: true, snippet: write(above.emptied, spacing) };
  return same && same.snippet !== plain.snippet ? [same, plain] : [plain];
}

function write(value: JsonValue, spacing: Spacing): string {
  return `${new SnippetWriter(spacing).value(value)}$0`;
}

function exampleAbove(
  dataset: DatasetDocument,
  line: number,
): { readonly emptied: JsonObject; readonly spacing: Spacing } | undefined {
  for (let at = line - 1; at >= Math.max(0, line - LINES_ABOVE); at--) {
    const shown = dataset.line(at);
    const example = shown?.reading.isExample ? shown.example : undefined;
    if (!shown || !example?.valid) continue;
    const emptied = structuredClone(example.value);
    for (const { path, speaker } of example.outline.fields)
      if (speaker !== 'system') emptyText(emptied, path);
    return { emptied, spacing: spacingOf(shown.text) };
  }
  return undefined;
}

function emptyText(value: JsonObject, path: JsonPath): void {
  let at: JsonValue | undefined = value;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (Array.isArray(at) && typeof step === 'number') {
      if (isLast) at[step] = '';
      else at = at[step];
    } else if (typeof at === 'object' && at !== null && !Array.isArray(at) && typeof step === 'string') {
      if (isLast) at[step] = '';
      else at = at[step];
    } else return;
  }
}
