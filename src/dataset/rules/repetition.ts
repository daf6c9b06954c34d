import * as l10n from '@vscode/l10n';
import { counted } from '../../base/numbers';
import type { ExampleRule } from '../checking/rule';

/** In UTF-16 units. */
export const SHORTEST_REPETITION = 2_000;
const FEWEST_REPEATS = 20;

export const repetition: ExampleRule = {
  id: 'repetition',
  kind: 'style',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Text repeats itself'),
  description: l10n.t(
    'The same words many times in a row usually come from a model that got stuck in a loop while generating the data. Training on them teaches the model to do the same.',
  ),
  check(line, report) {
    for (const { path, text } of line.outline.fields) {
      const repeats = repeatsIn(text);
      if (!repeats) continue;
      const { from, period, count } = repeats;
      const range = line.textRangeOf(path, from, from + period * count);
      report(range, l10n.t('A {0}-character sequence repeats {1} in a row.', period, counted(count, 'time')));
    }
  },
};

/** The stretch around the middle of a text that repeats itself, when it is most of the text. */
export function repeatsIn(text: string): { from: number; period: number; count: number } | undefined {
  if (text.length < SHORTEST_REPETITION) return undefined;
  const middle = text.length >> 1;
  const probe = text.slice(middle, middle + 40);
  const again = text.slice(0, middle + 40 + text.length / FEWEST_REPEATS).indexOf(probe, middle + 1);
  if (again === -1) return undefined;
  const period = again - middle;
  let from = middle;
  while (from > 0 && text[from - 1] === text[from - 1 + period]) from--;
  let to = again;
  while (to < text.length && text[to] === text[to - period]) to++;
  const count = Math.floor((to - from) / period);
  return count >= FEWEST_REPEATS && (to - from) * 2 > text.length ? { from, period, count } : undefined;
}
