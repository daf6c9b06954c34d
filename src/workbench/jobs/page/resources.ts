import * as vscode from 'vscode';
import { modelOf, type TuningJob } from '../../../tuning/contract/job';
import { ratedCheckpoints, validationLoss } from '../../../tuning/curves/ratedCheckpoints';
import { numberText } from '../../ui/numberFormat';
import type { JobSurroundings } from './jobFacts';
import type { JobFacts, ResourceRow } from './jobPage.protocol';

/** What a job has made where it runs, by the names that the service gives it. */
export function resourcesOf(
  job: TuningJob,
  { service, inSandbox }: Pick<JobSurroundings, 'service' | 'inSandbox'>,
): ResourceRow[] {
  const model = modelOf(job);
  const row = (label: string, name: string | undefined): ResourceRow[] =>
    name ? [{ label, name, canOpen: !inSandbox && service.consoleUrl(name) !== undefined }] : [];
  return [
    ...(model && model.model !== job.name ? row(vscode.l10n.t('Model'), model.model) : []),
    ...(model && model.name !== model.model
      ? row(
          job.tunedModel ? vscode.l10n.t('Endpoint') : vscode.l10n.t('Endpoint of the last checkpoint'),
          model.name,
        )
      : []),
    ...row(vscode.l10n.t('Experiment with the curves'), job.experiment),
    ...row(vscode.l10n.t('Curve files'), job.metricsFolder),
    ...(job.evaluations ?? []).flatMap(({ name, output, checkpoint }) => [
      ...row(
        checkpoint
          ? vscode.l10n.t('Evaluation of checkpoint {0}', checkpoint)
          : vscode.l10n.t('Evaluation of the model'),
        name,
      ),
      ...row(vscode.l10n.t('Evaluation results files'), output),
    ]),
  ];
}

/** What the service itself has measured of the answers. */
export function evaluationFacts({ evaluations = [] }: TuningJob): JobFacts['evaluations'] {
  return evaluations.flatMap(({ checkpoint, error, results }) => {
    const of = checkpoint ? vscode.l10n.t('Checkpoint {0}', checkpoint) : vscode.l10n.t('Tuned model');
    if (error) return [{ label: of, value: vscode.l10n.t('failed: {0}', error) }];
    if (results.length === 0) return [{ label: of, value: vscode.l10n.t('no results yet') }];
    const number = (value: number) => numberText(value, { maximumFractionDigits: 3 });
    return [
      { label: of, value: results.map(({ metric, value }) => `${metric}: ${number(value)}`).join(' · ') },
    ];
  });
}

export function checkpointRows(
  job: TuningJob,
  { service, series }: Pick<JobSurroundings, 'service' | 'series'>,
  ended: boolean,
): JobFacts['checkpoints'] {
  const { tunedModel, otherMethod } = job;
  const checkpoints = modelOf(job)?.checkpoints ?? [];
  const rated = ratedCheckpoints(checkpoints, validationLoss(series));
  return checkpoints.map(({ id, epoch, step, endpoint }) => {
    const loss = rated.find(({ checkpoint }) => checkpoint.id === id)?.loss;
    const isBest = rated.length > 1 && rated[0]?.checkpoint.id === id;
    const isDefault = endpoint !== '' && endpoint === tunedModel?.name;
    return {
      label: vscode.l10n.t('Checkpoint {0}', id),
      description: [
        epoch === undefined ? undefined : vscode.l10n.t('epoch {0}', epoch),
        step === undefined ? undefined : vscode.l10n.t('step {0}', numberText(step)),
        loss === undefined
          ? undefined
          : isBest
            ? vscode.l10n.t(
                'validation loss {0}, the lowest',
                numberText(loss, { maximumSignificantDigits: 3 }),
              )
            : vscode.l10n.t('validation loss {0}', numberText(loss, { maximumSignificantDigits: 3 })),
        isDefault ? vscode.l10n.t('default checkpoint') : undefined,
      ]
        .filter((fact) => fact !== undefined)
        .join(' · '),
      isBest,
      canPrompt: endpoint !== '',
      canContinue: ended && otherMethod === undefined,
      canMakeDefault:
        service.can.defaultCheckpoint && tunedModel !== undefined && endpoint !== '' && !isDefault,
    };
  });
}
