import * as vscode from 'vscode';
import { priceOfEpoch } from '../../dataset/features/price';
import type { Target } from '../../dataset/targets/target';
import type { Tokens } from './tokenCounts';

/** A number with the separators of the user's language. */
export function count(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

export function tokensText({ tokens, isExact }: Tokens): string {
  return isExact ? vscode.l10n.t('{0} tokens', count(tokens)) : vscode.l10n.t('≈ {0} tokens', count(tokens));
}

/** Always “≈”: how often the service goes over the data is its own choice. */
export function priceText({ tokens }: Tokens, target: Target | undefined): string {
  const dollars = priceOfEpoch(tokens, target);
  if (dollars === undefined) return vscode.l10n.t('price unknown');
  const format = { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 } as const;
  return vscode.l10n.t('≈ {0} an epoch', dollars.toLocaleString(vscode.env.language, format));
}

export function problemsText(problems: number): string {
  if (problems === 0) return vscode.l10n.t('no problems');
  return problems === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', count(problems));
}
