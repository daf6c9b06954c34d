import * as l10n from '@vscode/l10n';
import { replaceLines } from '../checking/edits';
import type { Fix, GroupRule, Lines } from '../checking/rule';
import { findContainer } from '../files/containers';
import { detectFormat } from '../formats/detection/detectFormat';
import { parse } from '../json/parse';
import { isObject } from '../json/value';

/** Found by the document and the scan, which look at the start of the file. */
export const notJsonLines: GroupRule = {
  id: 'not-json-lines',
  kind: 'file',
  severity: 'error',
  scope: 'group',
  title: l10n.t("The file isn't JSONL"),
  description: l10n.t(
    'Training data has one JSON object per line, in UTF-8. JSON arrays, request bodies, JSON over several lines, CSV, TSV, XML, YAML, compressed files, tables in binary form, UTF-16, and UTF-32 are reported once for the whole file.',
  ),
  fix: (_, lines) => onePerLine(lines),
};

/** Examples that stand in one document or in a table, each on a line of its own. */
export function onePerLine(lines: Lines): Fix | undefined {
  const text = Array.from({ length: lines.lineCount }, (_, line) => lines.textOf(line)).join('\n');
  const examples = findContainer(text)?.lines(text);
  const first = parse(examples?.[0] ?? '');
  if (!examples || !isObject(first) || !detectFormat(first, undefined).sure) return undefined;
  const edit = replaceLines(lines, 0, lines.lineCount, [...examples, '']);
  return { title: l10n.t('Put each example on its own line'), edits: [edit] };
}
