import * as l10n from '@vscode/l10n';
import type { ColumnRange } from '../checking/problem';
import type { TextRule } from '../checking/rule';

export const brokenCharacter: TextRule = {
  id: 'broken-character',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: true,
  title: l10n.t('Text contains a broken character'),
  description: l10n.t(
    "Half of a surrogate pair (`\\ud83d` alone) isn't a character. Services reject or replace it.",
  ),
  check(text, report, parsed) {
    if (!parsed || !/\\u[dD][89a-fA-F]|[\ud800-\udfff]/.test(text)) return;
    for (const place of halfPairs(text)) report(place, l10n.t("Half of a surrogate pair isn't a character."));
  },
};

const PIECE = /\\u([dD][89a-fA-F][0-9a-fA-F]{2})|\\.|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

/** Whether they are written as escapes or as they are. */
function halfPairs(text: string): ColumnRange[] {
  const places: ColumnRange[] = [];
  let high: ColumnRange | undefined;
  for (const match of text.matchAll(PIECE)) {
    const [found, hex] = match;
    const start = match.index;
    const end = start + found.length;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : found.length === 1 ? found.charCodeAt(0) : 0;
    const isLow = code >= 0xdc00 && code <= 0xdfff;
    if (high && !(isLow && start === high.end)) places.push(high);
    if (isLow && !(high && start === high.end)) places.push({ start, end });
    high = code >= 0xd800 && code < 0xdc00 ? { start, end } : undefined;
  }
  if (high) places.push(high);
  return places;
}
