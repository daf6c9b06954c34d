import * as vscode from 'vscode';
import type { ComparedFiles, ComparedRow } from '../../dataset/tools/compare/compareJob';
import { numberText } from '../ui/numberFormat';
import type { ComparedFacts, Figure, ShownRow } from './compareDatasets.protocol';

/** Labels in one table. */
const MOST_LABELS = 50;

/** Rows, tokens and labels of both files. */
export function comparedFacts({ before, after, counts }: ComparedFiles): ComparedFacts {
  const tokens =
    before.tokens && after.tokens
      ? [
          figure(
            vscode.l10n.t('Tokens'),
            before.tokens.total,
            after.tokens.total,
            before.tokens.exact && after.tokens.exact ? '' : '≈ ',
          ),
        ]
      : [];
  const labels = new Map<string, [before: number, after: number]>();
  for (const [side, own] of [before.labels, after.labels].entries())
    for (const { answer, count } of own ?? []) {
      const both = labels.get(answer) ?? [0, 0];
      both[side] = count;
      labels.set(answer, both);
    }
  return {
    figures: [
      figure(vscode.l10n.t('Rows'), before.rows, after.rows),
      ...tokens,
      ...[...labels]
        .slice(0, MOST_LABELS)
        .map(([answer, [old, now]]) => figure(vscode.l10n.t('Label "{0}"', answer), old, now)),
    ],
    counts,
    countTexts: {
      changed: numberText(counts.changed),
      added: numberText(counts.added),
      removed: numberText(counts.removed),
      unchanged: numberText(counts.unchanged),
    },
  };
}

function figure(label: string, before: number, after: number, about = ''): Figure {
  const change = numberText(after - before, { signDisplay: 'exceptZero' });
  return {
    label,
    before: about + numberText(before),
    after: about + numberText(after),
    change: about + change,
  };
}

/** Lines as people count them. */
export function shownRow({ before, after, ...row }: ComparedRow): ShownRow {
  return {
    ...row,
    ...(before === undefined ? {} : { before: before + 1 }),
    ...(after === undefined ? {} : { after: after + 1 }),
  };
}
