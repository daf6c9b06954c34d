import * as l10n from '@vscode/l10n';
import { replaceOnLine } from '../checking/edits';
import type { ColumnRange } from '../checking/problem';
import type { Report, TextRule } from '../checking/rule';
import { endOfString, members } from '../json/walk';

export const duplicateKey: TextRule = {
  id: 'duplicate-key',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: true,
  title: l10n.t('Duplicate key in an object'),
  description: l10n.t(
    'JSON parsers keep only one value for a duplicate key, usually the last. The other value is lost.',
  ),
  check(text, report, parsed) {
    if (parsed) checkObjects(text, report);
  },
  /** Only where nothing is lost: the two members are equal. */
  fix({ line, range }, lines) {
    const text = lines.textOf(line);
    const start = enclosingObject(text, range.start);
    if (start === undefined) return undefined;
    const all = [...members(text, start)];
    const index = all.findIndex((member) => member.keyRange.start === range.start);
    const [own, before] = [all[index], all[index - 1]];
    const twin = all.slice(0, index).find((member) => member.key === own?.key);
    if (!own || !before || !twin || sliceOf(text, twin.valueRange) !== sliceOf(text, own.valueRange))
      return undefined;
    const edit = replaceOnLine(line, { start: before.valueRange.end, end: own.valueRange.end }, '');
    return { title: l10n.t('Remove the second key'), edits: [edit] };
  },
};

function sliceOf(text: string, range: ColumnRange): string {
  return text.slice(range.start, range.end);
}

/** Where the object opens whose key stands at `key`. */
function enclosingObject(text: string, key: number): number | undefined {
  const open: number[] = [];
  for (let at = 0; at < key; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === '{' || char === '[') open.push(at);
    else if (char === '}' || char === ']') open.pop();
  }
  return open.at(-1);
}

/** Visits every object with a list of its own, so that deep nesting cannot overflow the stack. */
function checkObjects(text: string, report: Report): void {
  const stack: (Set<string> | undefined)[] = [];
  let expectKey = false;
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      const keys = stack.at(-1);
      if (expectKey && keys) {
        const key = text.slice(at + 1, end - 1);
        const decoded = key.includes('\\') ? String(JSON.parse(text.slice(at, end))) : key;
        if (keys.has(decoded)) report({ start: at, end }, l10n.t('Duplicate key "{0}".', decoded));
        keys.add(decoded);
        expectKey = false;
      }
      at = end;
      continue;
    }
    if (char === '{') {
      stack.push(new Set());
      expectKey = true;
    } else if (char === '[') {
      stack.push(undefined);
      expectKey = false;
    } else if (char === '}' || char === ']') stack.pop();
    else if (char === ',') expectKey = stack.at(-1) !== undefined;
    at++;
  }
}
