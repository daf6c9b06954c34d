import * as l10n from '@vscode/l10n';
import { grouped } from '../../base/numbers';
import type { ConversionNote } from './convert';

const REASONS_SHOWN = 8;
const LINES_SHOWN = 5;

/** Each reason once, with its lines: "Not converted: … (lines 1, 2, 3)". */
export function reasonsText(notes: readonly Pick<ConversionNote, 'reason' | 'line'>[]): string {
  const lines = new Map<string, number[]>();
  for (const { reason, line } of notes) {
    const own = lines.get(reason) ?? [];
    own.push(line + 1);
    lines.set(reason, own);
  }
  const shown = [...lines].slice(0, REASONS_SHOWN).map(([reason, own]) => `${reason} (${namedLines(own)})`);
  const more = lines.size - shown.length;
  return [...shown, ...(more > 0 ? [l10n.t('… and {0} more', grouped(more))] : [])].join('\n');
}

function namedLines(lines: readonly number[]): string {
  const [first = 0, ...others] = lines;
  if (others.length === 0) return l10n.t('line {0}', first);
  const shown = lines.slice(0, LINES_SHOWN).join(', ');
  return lines.length > LINES_SHOWN
    ? l10n.t('lines {0} and {1} more', shown, grouped(lines.length - LINES_SHOWN))
    : l10n.t('lines {0}', shown);
}
