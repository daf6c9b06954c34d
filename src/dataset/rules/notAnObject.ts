import * as l10n from '@vscode/l10n';
import { replaceLines } from '../checking/edits';
import type { TextRule } from '../checking/rule';
import { parse } from '../json/parse';
import { isObject } from '../json/value';
import { skipSpace } from '../json/walk';

export const notAnObject: TextRule = {
  id: 'not-an-object',
  kind: 'schema',
  severity: 'error',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: false,
  title: l10n.t("Line isn't a JSON object"),
  description: l10n.t(
    "An example must be a JSON object: `{…}`. Arrays, strings, and numbers aren't examples.",
  ),
  check(text, report, parsed) {
    const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
    if (!parsed || text[start] === '{') return;
    const what =
      text[start] === '['
        ? l10n.t('an array')
        : text[start] === '"'
          ? l10n.t('a string')
          : l10n.t('a single value');
    report(
      { start, end: text.trimEnd().length },
      l10n.t('Each line must be a JSON object {…}. This is {0}.', what),
    );
  },
  /** A whole file's examples in one list are a file of JSON, not of JSONL. */
  fix({ line }, lines) {
    const value = parse(lines.textOf(line));
    if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return undefined;
    const texts = value.map((each) => JSON.stringify(each));
    return {
      title: l10n.t('Put each element on its own line'),
      edits: [replaceLines(lines, line, 1, texts)],
    };
  },
};
