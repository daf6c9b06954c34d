import * as vscode from 'vscode';
import type { ServiceId } from '../../../tuning/contract/service';
import { type Retirement, retirementOf } from '../../../tuning/models/retirement';
import { numberText } from '../../ui/numberFormat';

/** Of a tuned model whose base model goes soon, or is gone; undefined: it stays. */
export function retirementNote(service: ServiceId, baseModel: string, place?: string): string | undefined {
  const retirement = retirementOf(service, baseModel, Date.now(), place);
  return retirement === undefined || retirement.phase === 'far' ? undefined : retirementText(retirement);
}

/** Such as "base model retires 2027-05-19 or later (in 6 months)". */
export function retirementText({ date, days, orLater, phase }: Retirement): string {
  if (phase === 'over')
    return orLater
      ? vscode.l10n.t('base model might have been retired on {0}', date)
      : vscode.l10n.t("base model's retirement date {0} has passed", date);
  return orLater
    ? vscode.l10n.t('base model retires on {0} or later ({1})', date, untilText(days))
    : vscode.l10n.t('base model retires on {0} ({1})', date, untilText(days));
}

function untilText(days: number): string {
  if (days === 0) return vscode.l10n.t('today');
  if (days === 1) return vscode.l10n.t('tomorrow');
  if (days < 14) return vscode.l10n.t('in {0} days', numberText(days));
  if (days < 92) return vscode.l10n.t('in {0} weeks', numberText(Math.round(days / 7)));
  return vscode.l10n.t('in {0} months', numberText(Math.round(days / 30.4)));
}
