import * as vscode from 'vscode';
import { dollarsText, trainingPrice } from '../../../dataset/targets/price';
import { findTarget } from '../../../dataset/targets/target';
import type { TuningJob } from '../../../tuning/contract/job';
import { billedTokens } from '../../../tuning/launch/billedTokens';
import { numberText } from '../../ui/numberFormat';
import type { JobSurroundings } from './jobFacts';
import type { Fact } from './jobPage.protocol';

/** What was confirmed at the launch, what Google counts, and what is not known. */
export function costsOf(
  job: TuningJob,
  { record, inSandbox }: Pick<JobSurroundings, 'record' | 'inSandbox'>,
): Fact[] {
  const number = (value: number) => numberText(value);
  const { tokens, epochs } = billedTokens(job) ?? {};
  const { price, billableTokens } = record?.estimate ?? {};
  const counted = tokens === undefined || epochs === undefined ? undefined : tokens * epochs;
  const target = findTarget(job.baseModel, [], job.service);
  const listed = counted === undefined ? undefined : trainingPrice(counted, target);
  return [
    ...(record === undefined
      ? []
      : [
          {
            label: vscode.l10n.t('Estimated at launch'),
            value: [
              billableTokens === undefined
                ? vscode.l10n.t('unknown')
                : vscode.l10n.t('≈ {0} training tokens (all epochs)', number(billableTokens)),
              ...(price && counted !== undefined ? [dollarsText(price.dollars)] : []),
            ].join(' · '),
          },
        ]),
    ...(tokens === undefined
      ? []
      : [
          {
            label: vscode.l10n.t('Billable tokens in file (reported by Google)'),
            value: number(tokens),
          },
          ...(counted === undefined || epochs === undefined
            ? []
            : [{ label: epochsText(epochs), value: number(counted) }]),
        ]),
    {
      label: vscode.l10n.t('Cost'),
      value: inSandbox
        ? vscode.l10n.t('Free (sandbox)')
        : listed
          ? vscode.l10n.t(
              "about {0}, based on Google's token count ({1})",
              dollarsText(listed.dollars),
              listed.source,
            )
          : price
            ? vscode.l10n.t(
                'about {0}, confirmed at the launch ({1})',
                dollarsText(price.dollars),
                price.source,
              )
            : job.otherMethod
              ? vscode.l10n.t(
                  "Unknown, because the training file doesn't show what this tuning method costs. Google bills your project.",
                )
              : vscode.l10n.t('Unknown (no published price). Google bills your project.'),
    },
  ];
}

function epochsText(epochs: number): string {
  return epochs === 1 ? vscode.l10n.t('× 1 epoch') : vscode.l10n.t('× {0} epochs', numberText(epochs));
}
