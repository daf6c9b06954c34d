import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { TuningService } from '../../../tuning/contract/service';
import { methodOf, type Setting, type SettingValue, settingsFor } from '../../../tuning/contract/spec';
import { labelOf } from '../../launch/steps/settingSteps';
import type { Fact } from './jobPage.protocol';

/** What a job was launched with: each hyperparameter, and of the rest what was set. */
export function settingsOf({ spec, baseModel, otherMethod }: TuningJob, service: TuningService): Fact[] {
  const { startFrom, labels, options, hyperparameters } = spec;
  return [
    { label: vscode.l10n.t('Base model'), value: baseModel },
    ...(startFrom
      ? [
          {
            label: vscode.l10n.t('Continues from'),
            value:
              startFrom.checkpoint === undefined
                ? startFrom.model
                : vscode.l10n.t('{0}, checkpoint {1}', startFrom.model, startFrom.checkpoint),
          },
        ]
      : []),
    ...(otherMethod
      ? otherMethod.settings
      : settingsFor(service.hyperparameters, methodOf(spec))
          .filter(({ key, beta, insteadOf }) => hyperparameters[key] !== undefined || !(beta || insteadOf))
          .map((setting) => fact(setting, hyperparameters[setting.key]))),
    ...service.options.flatMap((setting) => {
      const value = options?.[setting.key];
      return value === undefined ? [] : [fact(setting, value)];
    }),
    ...Object.entries(labels ?? {}).map(([label, value]) => ({
      label: vscode.l10n.t('Label: {0}', label),
      value,
    })),
  ];
}

function fact(setting: Setting, value: SettingValue | undefined): Fact {
  return { label: setting.label, value: labelOf(setting, value) };
}
