import * as vscode from 'vscode';
import { estimatedTokens, priceOfEpoch } from '../../dataset/features/estimate';
import type { Target } from '../../dataset/targets/target';

/** A number with the separators of the user's language. */
export function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

/** Tokens of so many characters, marked as the estimate that it is. */
export function tokensText(characters: number): string {
  return vscode.l10n.t('≈ {0} tokens', count(estimatedTokens(characters)));
}

export function priceText(characters: number, target: Target | undefined): string {
  const dollars = priceOfEpoch(estimatedTokens(characters), target);
  if (dollars === undefined) return vscode.l10n.t('price unknown');
  const format = { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 } as const;
  return vscode.l10n.t('≈ {0} an epoch', dollars.toLocaleString(vscode.env.language, format));
}

export function problemsText(problems: number): string {
  if (problems === 0) return vscode.l10n.t('no problems');
  return problems === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', count(problems));
}
