import type { protos } from '@google-ai/generativelanguage';
import * as l10n from '@vscode/l10n';
import { withDecimals } from '../../../base/numbers';
import { UserError } from '../../../base/userError';
import type { JobProgress, JobState, TuningJob } from '../../contract/job';
import { type MetricSeries, paceOf } from '../../contract/metrics';
import type { Launch, TrainingFile } from '../../contract/service';
import type { TuningSpec } from '../../contract/spec';
import { float, timestamp, type Wire } from '../../google/wire';
import { pick, readSettings } from '../settingValues';
import { geminiApiId, hyperparameters, options } from './settings';

export type WireTunedModel = Wire<protos.google.ai.generativelanguage.v1beta.ITunedModel>;
type WireExample = Wire<protos.google.ai.generativelanguage.v1beta.ITuningExample>;

/** The Gemini API refuses a larger request. */
const maxRequestBytes = 4_000_000;

/** Ten characters, as `launchId()` makes them. */
const launchIdAtEnd = /-([a-z0-9]{10})$/;

/** Client-chosen id, `[a-z]([a-z0-9-]{0,38}[a-z0-9])?`: readable, and unique by the launch's id at its end. */
export function tunedModelId(displayName: string, launchId: string): string {
  const slug = displayName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 39 - launchId.length)
    .replace(/-+$/, '');
  return `${slug || 'tuned'}-${launchId}`;
}

export function createRequestBody({ spec, dataset }: Pick<Launch, 'spec' | 'dataset'>): WireTunedModel {
  const source: WireTunedModel = spec.startFrom
    ? { tunedModelSource: { tunedModel: spec.startFrom.model } }
    : { baseModel: spec.baseModel };
  const body: WireTunedModel = {
    displayName: spec.displayName,
    ...source,
    ...pick(options, spec.options),
    tuningTask: {
      hyperparameters: pick(hyperparameters, spec.hyperparameters),
      trainingData: { examples: { examples: readExamples(dataset) } },
    },
  };
  const bytes = Buffer.byteLength(JSON.stringify(body));
  if (bytes > maxRequestBytes) throw tooLarge(dataset, bytes);
  return body;
}

function tooLarge(file: TrainingFile, bytes: number): UserError {
  return new UserError(
    l10n.t(
      '{0} is too large: the request would be {1} MB, and the Gemini API limit is 4 MB. Use fewer examples, or tune on Vertex AI.',
      nameOf(file),
      withDecimals(bytes / 1e6, 1),
    ),
    'REQUEST_TOO_LARGE',
  );
}

function nameOf(file: TrainingFile): string {
  return file.kind === 'remote' ? file.uri : file.name;
}

/** The preflight has checked each line before. */
function readExamples(file: TrainingFile): WireExample[] {
  if (file.kind === 'remote') {
    throw new UserError(
      l10n.t("The Gemini API doesn't support training files in Cloud Storage. Use a local file."),
      'NO_REMOTE_FILE',
    );
  }
  if (file.kind === 'disk') throw tooLarge(file, file.size);
  return file.text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { text_input, textInput = text_input, output } = JSON.parse(line);
      return { textInput, output };
    });
}

/** A tuned model of the Gemini API is its own job. */
export function toJob(model: WireTunedModel, totalSteps: number | undefined): TuningJob {
  const name = model.name ?? '';
  const state = toState(model.state);
  const displayName = model.displayName || name.replace(/^tunedModels\//, '');
  const baseModel = model.tunedModelSource?.baseModel ?? model.baseModel ?? '';
  return {
    service: geminiApiId,
    name,
    displayName,
    baseModel,
    state,
    detail: undefined,
    createTime: timestamp(model.createTime),
    startTime: timestamp(model.tuningTask?.startTime),
    endTime: timestamp(model.tuningTask?.completeTime),
    progress: progress(model, totalSteps),
    error:
      state === 'FAILED'
        ? l10n.t('The Gemini API gave no reason. Check the training data and try again.')
        : undefined,
    tunedModel:
      state === 'SUCCEEDED'
        ? { service: geminiApiId, name, model: name, displayName, baseModel, checkpoints: [] }
        : undefined,
    spec: toSpec(model, displayName, baseModel),
    launchId: launchIdAtEnd.exec(name)?.[1],
    dataStats: undefined,
    experiment: undefined,
  };
}

function toSpec(model: WireTunedModel, displayName: string, baseModel: string): TuningSpec {
  const from = model.tunedModelSource?.tunedModel;
  return {
    service: geminiApiId,
    baseModel,
    displayName,
    ...(from ? { startFrom: { model: from } } : {}),
    hyperparameters: readSettings(hyperparameters, model.tuningTask?.hyperparameters),
    options: readSettings(options, { ...model }),
  };
}

function toState(state: WireTunedModel['state']): JobState {
  switch (state) {
    case 'CREATING':
      return 'RUNNING';
    case 'ACTIVE':
      return 'SUCCEEDED';
    case 'FAILED':
      return 'FAILED';
    default:
      return 'UNKNOWN';
  }
}

/** `TuningSnapshot`s as a curve: the Gemini API measures the loss of each step on the training data. */
export function toSeries(model: WireTunedModel): readonly MetricSeries[] {
  const points = (model.tuningTask?.snapshots ?? []).flatMap(({ step, epoch, meanLoss, computeTime }) => {
    const value = float(meanLoss);
    if (value === undefined) return [];
    return [
      {
        step: step ?? 0,
        value,
        ...(epoch === undefined ? {} : { epoch }),
        ...timeOf({ computeTime }),
      },
    ];
  });
  if (points.length === 0) return [];
  points.sort((a, b) => a.step - b.step);
  return [{ name: 'meanLoss', side: 'train', kind: 'loss', points }];
}

/**
 * Progress from the snapshots of the list reply, so that no further call is needed. The total of steps is
 * only told when a job is created; for other jobs it follows from the epochs that are finished.
 */
function progress(model: WireTunedModel, knownTotal: number | undefined): JobProgress | undefined {
  const snapshots = model.tuningTask?.snapshots ?? [];
  const latest = snapshots.at(-1);
  const epochCount = model.tuningTask?.hyperparameters?.epochCount;
  if (latest === undefined) return undefined;
  const { step, epoch } = latest;
  const loss = float(latest.meanLoss);
  const ends = [snapshots[0] ?? latest, latest];
  const pace = paceOf(ends.map((one) => ({ step: one.step ?? 0, ...timeOf(one) })));
  const finishedEpochs = (epoch ?? 1) - 1;
  const finishedSteps = snapshots.findLast((one) => one.epoch === finishedEpochs)?.step;
  const totalSteps =
    knownTotal ??
    (finishedSteps && epochCount ? Math.ceil((finishedSteps / finishedEpochs) * epochCount) : undefined);
  return {
    fraction: totalSteps && step !== undefined ? Math.min(1, step / totalSteps) : undefined,
    step,
    totalSteps,
    epoch,
    epochCount,
    loss,
    ...(pace ? { pace } : {}),
  };
}

function timeOf({ computeTime }: { computeTime?: string | undefined }): { time?: number } {
  const time = timestamp(computeTime);
  return time === undefined ? {} : { time };
}
