import type { protos } from '@google-ai/generativelanguage';
import type { JobProgress, JobState, TuningJob } from '../../job';
import type { Launch } from '../../service';
import { UserError } from '../../userError';
import { timestamp, type Wire } from '../../wire';
import { geminiApiId } from './hyperparameters';

export type WireTunedModel = Wire<protos.google.ai.generativelanguage.v1beta.ITunedModel>;
type WireExample = Wire<protos.google.ai.generativelanguage.v1beta.ITuningExample>;

/** The Gemini API refuses a larger request. */
const maxRequestBytes = 4_000_000;

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

export function createRequestBody({ spec, dataset }: Launch): WireTunedModel {
  const { epochCount, batchSize, learningRate } = spec.hyperparameters;
  const body: WireTunedModel = {
    displayName: spec.displayName,
    baseModel: spec.baseModel,
    tuningTask: {
      hyperparameters: {
        ...(typeof epochCount === 'number' ? { epochCount } : {}),
        ...(typeof batchSize === 'number' ? { batchSize } : {}),
        ...(typeof learningRate === 'number' ? { learningRate } : {}),
      },
      trainingData: { examples: { examples: readExamples(dataset.text) } },
    },
  };
  const bytes = Buffer.byteLength(JSON.stringify(body));
  if (bytes > maxRequestBytes) {
    throw new UserError(
      `${dataset.name} makes a request of ${(bytes / 1e6).toFixed(1)} MB, and the Gemini API takes 4 MB at most. Use fewer examples, or tune on Vertex AI.`,
      'REQUEST_TOO_LARGE',
    );
  }
  return body;
}

/** The preflight has checked each line before. */
function readExamples(text: string): WireExample[] {
  return text
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
    createTime: timestamp(model.createTime),
    endTime: timestamp(model.tuningTask?.completeTime),
    progress: progress(model, totalSteps),
    error:
      state === 'FAILED'
        ? 'The Gemini API gives no reason. Check the training data and try again.'
        : undefined,
    tunedModel:
      state === 'SUCCEEDED'
        ? { service: geminiApiId, name, displayName, baseModel, checkpoints: [] }
        : undefined,
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

/**
 * Progress from the snapshots of the list reply, so that no further call is needed. The total of steps is
 * only told when a job is created; for other jobs it follows from the epochs that are finished.
 */
function progress(model: WireTunedModel, knownTotal: number | undefined): JobProgress | undefined {
  const snapshots = model.tuningTask?.snapshots ?? [];
  const latest = snapshots.at(-1);
  const epochCount = model.tuningTask?.hyperparameters?.epochCount;
  if (latest === undefined) return undefined;
  const { step, epoch, meanLoss: loss } = latest;
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
  };
}
