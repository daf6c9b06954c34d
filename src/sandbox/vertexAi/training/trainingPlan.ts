import { type Content, flattenPrompt, textOf } from '../../generation/prompt';
import { isObject, type JsonObject } from '../../google/protoJson/json';
import type { TrainingPlan } from '../../learner/types';
import { type BaseModel, findTunableModel } from '../baseModels';
import type {
  PreferenceOptimizationSpec,
  ReinforcementTuningSpec,
  SupervisedTuningSpec,
  TuningJobSpec,
} from '../messages';
import { preferenceStats, supervisedStats } from './dataStats';
import { rewardsFor } from './rewardConfig';
import { hasMedia, mediaFault, REWARDED, resolutionFault } from './rowMedia';
import type { ServiceAgent } from './serviceAgent';
import {
  InvalidTrainingFile,
  type RowContent,
  readTrainingFile,
  type TrainingFile,
  toExamples,
} from './trainingFile';

export interface PreparedTraining {
  readonly plan: TrainingPlan;
  /** The sandbox tells none of reinforcement tuning. */
  readonly dataStats?: JsonObject;
}

const LEARNING_RATE = 0.001;
/** What the service chooses is not documented; small files need more rounds. */
const DEFAULT_EPOCHS = 3;
const DEFAULT_EPOCHS_OF_FEW = 10;
const FEW_EXAMPLES = 100;
const BATCH_SIZE = 4;
const MOST_CHECKPOINTS = 10;
/** "5000 examples or 30 % of the number of training examples if there are more than 1000 validation examples" (2026-09-25) */
const MOST_VALIDATION_ROWS = 5000;
const FREE_VALIDATION_ROWS = 1000;
const MOST_VALIDATION_SHARE = 0.3;

/** Reads a job's files from Cloud Storage. @throws InvalidTrainingFile with what is wrong with them */
export function prepareTraining(
  job: TuningJobSpec,
  agent: ServiceAgent,
  startFrom: string | undefined,
): Promise<PreparedTraining> {
  const { reinforcementTuningSpec: spec, baseModel, preTunedModel } = job;
  const model = findTunableModel(baseModel || (preTunedModel?.baseModel ?? ''));
  return spec ? prepareReinforcement(spec, model, agent, startFrom) : prepareExamples(job, agent, startFrom);
}

const MOST_PROMPTS = 5000;
const MOST_VALIDATION_PROMPTS = 500;
const DEFAULT_PROMPTS_PER_STEP = 32;
const DEFAULT_SAMPLES = 16;
const MOST_DEFAULT_EPOCHS = 10;
const MOST_PROMPT_TOKENS = 32_768;
const MOST_ANSWERS_WITH_FILES = 1024;

/** By rewards for answers of the model's own: Google's pages on reinforcement tuning, 2026. */
async function prepareReinforcement(
  spec: ReinforcementTuningSpec,
  model: BaseModel | undefined,
  agent: ServiceAgent,
  startFrom: string | undefined,
): Promise<PreparedTraining> {
  const { trainingDatasetUri = '', validationDatasetUri, hyperParameters = {} } = spec;
  const batchSize = hyperParameters.batchSize || DEFAULT_PROMPTS_PER_STEP;
  const samplesPerPrompt = hyperParameters.samplesPerPrompt || DEFAULT_SAMPLES;
  const read = async (uri: string, most: number) => {
    const { rows } = await readTrainingFile(agent.file(uri), 'reinforcement', (row) =>
      promptFault(row, model, agent),
    );
    if (hasFiles(rows) && batchSize * samplesPerPrompt > MOST_ANSWERS_WITH_FILES)
      throw new InvalidTrainingFile(
        `batch_size times samples_per_prompt must be at most ${MOST_ANSWERS_WITH_FILES} for multimodal datasets.`,
      );
    if (rows.length > most) throw new InvalidTrainingFile(`The dataset has more than ${most} examples.`);
    return rows.map(({ index, systemInstruction, contents, references = {} }) => ({
      input: flattenPrompt(systemInstruction, contents),
      output: '',
      rewards: rewardsFor(spec, references),
      row: index,
    }));
  };
  const examples = await read(trainingDatasetUri, MOST_PROMPTS);
  const steps = Number(hyperParameters.stepCount ?? 0);
  const usual = Math.min(Math.ceil((110 * batchSize) / examples.length), MOST_DEFAULT_EPOCHS);
  const asked = steps > 0 ? Math.ceil((steps * batchSize) / examples.length) : usual;
  const epochs = Number(hyperParameters.epochCount ?? 0) || asked;
  return {
    plan: {
      examples,
      ...(validationDatasetUri
        ? { validation: await read(validationDatasetUri, MOST_VALIDATION_PROMPTS) }
        : {}),
      epochs,
      batchSize,
      learningRate: LEARNING_RATE,
      learningRateMultiplier: hyperParameters.learningRateMultiplier || 1,
      seed: 1,
      samplesPerPrompt,
      ...(hyperParameters.maxOutputTokens ? { maxSampleLength: hyperParameters.maxOutputTokens } : {}),
      startFrom,
      checkpointEpochs: checkpointEpochs(epochs),
    },
  };
}

async function prepareExamples(
  { baseModel = '', preTunedModel, supervisedTuningSpec, preferenceOptimizationSpec = {} }: TuningJobSpec,
  agent: ServiceAgent,
  startFrom: string | undefined,
): Promise<PreparedTraining> {
  const kind = supervisedTuningSpec ? 'supervised' : 'preference';
  const spec: SupervisedTuningSpec & PreferenceOptimizationSpec =
    supervisedTuningSpec ?? preferenceOptimizationSpec;
  const { trainingDatasetUri = '', validationDatasetUri, hyperParameters = {} } = spec;
  const rows = kind === 'supervised' && /gemini-1\.0-/.test(baseModel) ? 'messages' : kind;
  const model = findTunableModel(baseModel || (preTunedModel?.baseModel ?? ''));
  const read = (uri: string) => readTrainingFile(agent.file(uri), rows, (row) => faultOf(row, model, agent));
  const file = await read(trainingDatasetUri);
  refuseDroppedVideos(file);
  const validation = validationDatasetUri ? await read(validationDatasetUri) : undefined;
  if (validation) refuseLargeValidation(validation.rows.length, file.rows.length);
  if (supervisedTuningSpec?.evaluationConfig && [file, validation].some((one) => hasFiles(one?.rows)))
    throw new InvalidTrainingFile(NO_EVALUATION_OF_FILES);
  refuseCalls([file, ...(validation ? [validation] : [])], model);
  const mixed = resolutionFault([...file.rows, ...(validation?.rows ?? [])]);
  if (mixed !== undefined) throw new InvalidTrainingFile(mixed);
  const examples = file.rows.flatMap(toExamples);
  const usualEpochs = file.rows.length < FEW_EXAMPLES ? DEFAULT_EPOCHS_OF_FEW : DEFAULT_EPOCHS;
  const epochs = Number(hyperParameters.epochCount ?? 0) || usualEpochs;
  const plan: TrainingPlan = {
    examples,
    ...(validation ? { validation: validation.rows.flatMap(toExamples) } : {}),
    epochs,
    batchSize: BATCH_SIZE,
    learningRate: LEARNING_RATE,
    learningRateMultiplier: hyperParameters.learningRateMultiplier || 1,
    // The same data and settings give the same model, however often it is tried.
    seed: 1,
    ...(hyperParameters.beta ? { beta: hyperParameters.beta } : {}),
    startFrom,
    ...(spec.exportLastCheckpointOnly === true ? {} : { checkpointEpochs: checkpointEpochs(epochs) }),
  };
  const steps = Math.ceil((examples.length * plan.epochs) / plan.batchSize);
  const stats = kind === 'supervised' ? supervisedStats : preferenceStats;
  return { plan, dataStats: stats(file, steps) };
}

/** One for each epoch, of more than ten about ten, evenly, and the last: Google's page on checkpoints, 2026. */
export function checkpointEpochs(epochs: number): number[] {
  const every = Math.ceil(epochs / MOST_CHECKPOINTS);
  const even = Array.from({ length: Math.floor(epochs / every) }, (_, i) => (i + 1) * every);
  return even.at(-1) === epochs ? even : [...even, epochs];
}

function refuseLargeValidation(validationRows: number, trainingRows: number): void {
  if (validationRows > MOST_VALIDATION_ROWS)
    throw new InvalidTrainingFile(`The validation dataset has more than ${MOST_VALIDATION_ROWS} examples.`);
  if (validationRows > FREE_VALIDATION_ROWS && validationRows > trainingRows * MOST_VALIDATION_SHARE)
    throw new InvalidTrainingFile(
      `The validation dataset has more than ${FREE_VALIDATION_ROWS} examples, which is more than 30% of the training dataset.`,
    );
}

/** In Google's words, of a job of 2025-11-14 (googleapis/python-aiplatform 6127). Nothing is recorded of Gemini 3. */
function refuseCalls(files: readonly TrainingFile[], model: BaseModel | undefined): void {
  if (model?.refusesCalls !== true) return;
  for (const { rows, dropped } of files) {
    const row = rows.find(({ contents }) => hasCalls(contents));
    if (row)
      throw new InvalidTrainingFile(
        `Dataset example ${row.index} of ${rows.length + dropped.length} contains an unsupported modality [function call] in the “parts” field, which is not supported by this model. The supported modalities are: [image, PDF document, audio, video]. JSON: ${JSON.stringify({ contents: row.contents })}`,
      );
  }
}

function hasCalls(turns: readonly Content[]): boolean {
  return turns.flatMap(({ parts }) => parts ?? []).some((part) => isObject(part.functionCall));
}

/** In Google's words, of a job of 2026-07-29. */
const NO_EVALUATION_OF_FILES =
  'Failed to convert GeminiTuneExamples to Evaluation Examples. Multimodal is not supported for tunex evaluation datasets at this time.';

function hasFiles(rows: readonly RowContent[] = []): boolean {
  return rows.some(({ contents }) => hasMedia(contents));
}

/** Why a prompt cannot be tuned on, if it cannot. */
function promptFault(
  { systemInstruction, contents }: RowContent,
  model: BaseModel | undefined,
  agent: ServiceAgent,
): string | undefined {
  const tokens = [...flattenPrompt(systemInstruction, contents)].length;
  if (tokens > MOST_PROMPT_TOKENS)
    return `The prompt has ${tokens} tokens, which is more than the ${MOST_PROMPT_TOKENS} that the model supports.`;
  return mediaFault(contents, model, (uri) => agent.hasFile(uri), REWARDED);
}

/** Why a row cannot be trained with, if it cannot. */
function faultOf(row: RowContent, model: BaseModel | undefined, agent: ServiceAgent): string | undefined {
  const limit = model?.maxExampleTokens ?? Infinity;
  const rejected = (row.completions ?? []).slice(1).map(({ completion }) => completion);
  const turns = [...row.contents, ...rejected];
  const tokens = [row.systemInstruction, ...turns].reduce((sum, turn) => sum + [...textOf(turn)].length, 0);
  if (tokens > limit) {
    return `The example has ${tokens} tokens, which is more than the ${limit} that the model supports.`;
  }
  return mediaFault(turns, model, (uri) => agent.hasFile(uri));
}

/** More than a tenth of the rows may not be dropped for their videos: Google's page on video tuning, 2026. */
function refuseDroppedVideos({ rows, dropped }: TrainingFile): void {
  const videos = dropped.filter(({ isVideo }) => isVideo);
  const [first] = videos;
  if (first && videos.length * 10 > rows.length + dropped.length)
    throw new InvalidTrainingFile(
      `Dataset validation failed. More than 10% of the examples were dropped, ${videos.length} of ${rows.length + dropped.length}. Row ${first.index}: ${first.reason}`,
    );
}
