import * as vscode from 'vscode';
import type { NumberRange } from '../../dataset/rows/numberRange';
import type { FactTest, NumberColumn, RowTest } from '../../dataset/rows/rowTypes';
import type { Script } from '../../dataset/rows/scripts';
import { numberText, rowsText } from '../ui/numberFormat';

/** What is told by a range of it. */
export type RangeColumn = Exclude<NumberColumn, 'tools' | 'files'>;

/** What a filter asks for, in words. @param countsTokens they are counted, not estimated */
export function factText(test: FactTest, countsTokens = true): string {
  const { l10n } = vscode;
  switch (test.column) {
    case 'label':
      return l10n.t('Label: {0}', test.is);
    case 'script':
      return l10n.t('Script: {0}', scriptText(test.is));
    case 'tools':
      return test.to === 0 ? l10n.t('Without functions') : l10n.t('With functions');
    case 'files':
      return test.to === 0 ? l10n.t('Without files') : l10n.t('With files');
    default: {
      const isEstimated = !countsTokens && /tokens$/i.test(test.column);
      return rangeKinds()[test.column].text(isEstimated ? `≈ ${rangeText(test)}` : rangeText(test));
    }
  }
}

/** The same of what rows are tested for. */
export function testText(test: RowTest): string {
  const { l10n } = vscode;
  switch (test.kind) {
    case 'like':
      return test.line === undefined
        ? l10n.t('Near-duplicates')
        : l10n.t('Near-duplicates of line {0}', numberText(test.line + 1));
    case 'changed':
      return l10n.t('Changed since last commit');
    case 'reviewed':
      return test.is ? l10n.t('Reviewed') : l10n.t('Not reviewed');
    case 'sample':
      return l10n.t('Random sample: {0} (seed {1})', rowsText(test.count), test.seed);
  }
}

export function rangeKinds() {
  const { l10n } = vscode;
  return {
    tokens: { title: l10n.t('Tokens'), text: (range: string) => l10n.t('Tokens: {0}', range) },
    inputTokens: {
      title: l10n.t('Input tokens'),
      text: (range: string) => l10n.t('Input tokens: {0}', range),
    },
    outputTokens: {
      title: l10n.t('Output tokens'),
      text: (range: string) => l10n.t('Output tokens: {0}', range),
    },
    turns: { title: l10n.t('Turns'), text: (range: string) => l10n.t('Turns: {0}', range) },
    prompt: {
      title: l10n.t('Characters in prompt'),
      text: (range: string) => l10n.t('Characters in prompt: {0}', range),
    },
    answer: {
      title: l10n.t('Characters in response'),
      text: (range: string) => l10n.t('Characters in response: {0}', range),
    },
  };
}

export function rangeText({ from = 0, to }: NumberRange): string {
  if (to === undefined) return vscode.l10n.t('{0} or more', numberText(from));
  if (from === to) return numberText(from);
  return from === 0 ? vscode.l10n.t('{0} or fewer', numberText(to)) : `${numberText(from)}–${numberText(to)}`;
}

export function scriptText(script: Script): string {
  const { l10n } = vscode;
  const names: Readonly<Record<Script, string>> = {
    latin: l10n.t('Latin'),
    cyrillic: l10n.t('Cyrillic'),
    greek: l10n.t('Greek'),
    arabic: l10n.t('Arabic'),
    hebrew: l10n.t('Hebrew'),
    devanagari: l10n.t('Devanagari'),
    thai: l10n.t('Thai'),
    han: l10n.t('Chinese'),
    japanese: l10n.t('Japanese'),
    korean: l10n.t('Korean'),
    other: l10n.t('Other'),
  };
  return names[script];
}
