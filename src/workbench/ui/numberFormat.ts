import * as vscode from 'vscode';
import type { DatasetDocument } from '../../dataset/document/datasetDocument';
import { billableTokens, dollarsText, trainingPrice } from '../../dataset/targets/price';
import type { Tokens } from '../editor/documents/tokenCounts';

/** A number as VS Code's display language writes it. */
export function numberText(value: number, form?: Intl.NumberFormatOptions): string {
  return value.toLocaleString(vscode.env.language, form);
}

/** A time as VS Code's display language writes it: "Nov 21, 2026, 9:40 AM". */
export function dateText(
  at: Date | number | string,
  form: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' },
): string {
  return new Date(at).toLocaleString(vscode.env.language, form);
}

export function examplesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 example') : vscode.l10n.t('{0} examples', numberText(count));
}

export function rowsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 row') : vscode.l10n.t('{0} rows', numberText(count));
}

export function tokensText({ tokens, isExact, notCounted }: Tokens): string {
  if (isExact && tokens === 1) return vscode.l10n.t('1 token');
  if (isExact) return vscode.l10n.t('{0} tokens', numberText(tokens));
  return notCounted.length > 0
    ? vscode.l10n.t('≈ {0} tokens, some files not counted', numberText(tokens))
    : vscode.l10n.t('≈ {0} tokens', numberText(tokens));
}

/** Always "≈": how often the service goes over the data is its own choice. */
export function priceText(tokens: Tokens, dataset: DatasetDocument): string {
  const price = priceOfEpoch(tokens, dataset);
  if (price === undefined) return vscode.l10n.t('cost unknown');
  return vscode.l10n.t('≈ {0} per epoch', dollarsText(price.dollars));
}

/** Who publishes the price that {@link priceText} tells; undefined when it tells none. */
export function priceSource(tokens: Tokens, dataset: DatasetDocument): string | undefined {
  const { target } = dataset;
  const price = priceOfEpoch(tokens, dataset);
  if (price === undefined || target?.trainingPrice === undefined) return undefined;
  return vscode.l10n.t(
    '{0}: {1} per 1 million training tokens ({2})',
    target.label,
    dollarsText(target.trainingPrice.value),
    price.source,
  );
}

function priceOfEpoch({ tokens }: Tokens, { format, statistics, target }: DatasetDocument) {
  const { inputCharacters, outputCharacters } = statistics;
  const promptShare = inputCharacters / Math.max(1, inputCharacters + outputCharacters);
  return trainingPrice(billableTokens(tokens, promptShare, format?.id === 'vertexPreference'), target);
}

export function problemsText(problems: number): string {
  if (problems === 0) return vscode.l10n.t('no problems');
  return problems === 1 ? vscode.l10n.t('1 problem') : vscode.l10n.t('{0} problems', numberText(problems));
}
