import type { Conditions } from '../../conditions';
import { badRequest, type FieldViolation, GoogleError, notFound } from '../../google/errors';
import { findTunableModel, isGone, isTuningLocation } from '../baseModels';
import type {
  PreferenceOptimizationSpec,
  ReinforcementTuningSpec,
  SupervisedTuningSpec,
  TuningJobSpec,
} from '../messages';
import type { Place } from '../names';
import { isComputed } from './evaluationScores';
import { checkRewards } from './rewardConfig';

const MAX_DISPLAY_NAME = 128;
const MAX_EPOCHS = 100;
const MAX_MULTIPLIER = 100;
const LABEL_KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;
const LABEL_VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,64}$/u;

/**
 * What the service refuses at once. What it finds only in the data makes the job fail later.
 * @throws GoogleError 400
 */
export function checkTuningJob(place: Place, job: TuningJobSpec, conditions: Conditions): void {
  if (!isTuningLocation(place.location)) {
    throw new GoogleError('FAILED_PRECONDITION', `Tuning is not supported in location ${place.location}.`);
  }
  const { supervisedTuningSpec, preferenceOptimizationSpec, reinforcementTuningSpec } = job;
  const other = Object.keys(job).find(
    (key) =>
      key.endsWith('Spec') &&
      !/^(supervisedTuning|preferenceOptimization|reinforcementTuning|encryption)Spec$/.test(key),
  );
  if (other) throw new GoogleError('INVALID_ARGUMENT', `${other} is not supported by the sandbox.`);
  const violations = [
    ...checkSource(place, job, conditions),
    ...(supervisedTuningSpec ? checkSpec(job, supervisedTuningSpec, 'supervised_tuning_spec') : []),
    ...(preferenceOptimizationSpec
      ? checkSpec(job, preferenceOptimizationSpec, 'preference_optimization_spec')
      : []),
    ...(reinforcementTuningSpec ? checkReinforcement(job, reinforcementTuningSpec) : []),
    ...(supervisedTuningSpec || preferenceOptimizationSpec || reinforcementTuningSpec
      ? []
      : [violation('supervised_tuning_spec', 'Required field is not set.')]),
    ...checkEvaluation(place, job),
    ...checkServiceAccount(job),
    ...checkEncryption(place, job),
    ...checkLabels(job.labels ?? {}),
  ];
  const name = job.tunedModelDisplayName ?? '';
  if (name.length > MAX_DISPLAY_NAME) {
    const text = `must be at most ${MAX_DISPLAY_NAME} characters, but has ${name.length}.`;
    violations.push(violation('tuned_model_display_name', text));
  }
  if (violations.length > 0) throw badRequest(violations);
}

function checkSource(
  { project, location }: Place,
  job: TuningJobSpec,
  conditions: Conditions,
): FieldViolation[] {
  const { baseModel, preTunedModel, preferenceOptimizationSpec, reinforcementTuningSpec } = job;
  if (preTunedModel?.tunedModelName) return [];
  if (!baseModel) return [violation('base_model', 'Required field is not set.')];
  const model = findTunableModel(baseModel);
  const refused = (text: string) => [
    violation('base_model', `Base model ${baseModel} is not supported${text}.`),
  ];
  if (!model || isGone(model, project, conditions)) return refused('');
  if (model.regions && !model.regions.includes(location)) return refused(` in location ${location}`);
  if (preferenceOptimizationSpec && !model.preference) return refused(' for preference optimization');
  if (reinforcementTuningSpec && !model.reinforcement) return refused(' for reinforcement tuning');
  return [];
}

function checkSpec(
  job: TuningJobSpec,
  spec: SupervisedTuningSpec & PreferenceOptimizationSpec,
  specPath: string,
): FieldViolation[] {
  const { epochCount, learningRateMultiplier, adapterSize, beta } = spec.hyperParameters ?? {};
  const place = `${specPath}.hyper_parameters`;
  return [
    ...checkUri(`${specPath}.training_dataset_uri`, spec.trainingDatasetUri),
    ...checkUri(`${specPath}.validation_dataset_uri`, spec.validationDatasetUri),
    ...outside(`${place}.beta`, beta, 1),
    ...outside(`${place}.epoch_count`, epochCount, MAX_EPOCHS),
    ...outside(`${place}.learning_rate_multiplier`, learningRateMultiplier, MAX_MULTIPLIER),
    ...checkAdapterSize(job, adapterSize, place),
    ...checkOpenOnly(job, spec, specPath),
  ];
}

/** "Only available for open source models" (REST reference, 2026), of which the sandbox has none. */
function checkOpenOnly(
  { outputUri }: TuningJobSpec,
  { tuningMode, hyperParameters = {} }: SupervisedTuningSpec,
  specPath: string,
): FieldViolation[] {
  const fields = {
    [`${specPath}.hyper_parameters.batch_size`]: Number(hyperParameters.batchSize ?? 0) || undefined,
    [`${specPath}.hyper_parameters.learning_rate`]: hyperParameters.learningRate || undefined,
    [`${specPath}.tuning_mode`]: tuningMode === 'TUNING_MODE_UNSPECIFIED' ? undefined : tuningMode,
    output_uri: outputUri,
  };
  return Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [violation(field, 'is supported for open models only.')],
  );
}

const MOST_STEPS = 500;
const SAMPLES_MULTIPLE = 16;
const MOST_SAMPLES = 8192;

/** Google's page on the hyperparameters of reinforcement tuning, 2026. */
function checkReinforcement(job: TuningJobSpec, spec: ReinforcementTuningSpec): FieldViolation[] {
  const path = 'reinforcement_tuning_spec';
  const place = `${path}.hyper_parameters`;
  const { batchSize = 32, samplesPerPrompt = 16, stepCount, ...more } = spec.hyperParameters ?? {};
  const samples = batchSize * samplesPerPrompt;
  return [
    ...checkUri(`${path}.training_dataset_uri`, spec.trainingDatasetUri),
    ...checkUri(`${path}.validation_dataset_uri`, spec.validationDatasetUri),
    ...checkRewards(spec, path, violation),
    ...outside(`${place}.step_count`, stepCount, MOST_STEPS),
    ...outside(`${place}.epoch_count`, more.epochCount, MAX_EPOCHS),
    ...checkMultiplier(`${place}.learning_rate_multiplier`, more.learningRateMultiplier),
    ...checkAdapterSize(job, more.adapterSize, place),
    ...(samples % SAMPLES_MULTIPLE === 0 && samples <= MOST_SAMPLES
      ? []
      : [
          violation(
            `${place}.batch_size`,
            `batch_size times samples_per_prompt must be divisible by ${SAMPLES_MULTIPLE} and at most ${MOST_SAMPLES}, but is ${samples}.`,
          ),
        ]),
    ...(more.thinkingLevel === undefined || /^(MINIMAL|HIGH|.*_UNSPECIFIED)$/.test(more.thinkingLevel)
      ? []
      : [violation(`${place}.thinking_level`, 'must be MINIMAL or HIGH.')]),
    ...((more.checkpointInterval ?? 0) % (more.evaluateInterval || 1) === 0
      ? []
      : [violation(`${place}.checkpoint_interval`, 'must be a multiple of evaluate_interval.')]),
    ...(more.thinkingBudget === undefined
      ? []
      : [violation(`${place}.thinking_budget`, 'is not supported for Gemini 3.5. Use thinking_level.')]),
  ];
}

function checkMultiplier(field: string, value: number | undefined): FieldViolation[] {
  if (value === undefined || value === 0 || (value >= 0.25 && value <= 4)) return [];
  return [violation(field, `must be in the range [0.25, 4], but is ${value}.`)];
}

/** In one region, of models tuned from Gemini 2.5 only: Google's page on supervised tuning, 2026-09-25. */
function checkEvaluation({ location }: Place, { baseModel = '', supervisedTuningSpec }: TuningJobSpec) {
  if (!supervisedTuningSpec?.evaluationConfig) return [];
  const field = 'supervised_tuning_spec.evaluation_config';
  if (location !== 'us-central1')
    return [violation(field, `Evaluation is not supported in location ${location}.`)];
  if (!/gemini-2\.5-/.test(baseModel))
    return [violation(field, `Evaluation is not supported for ${baseModel}.`)];
  return (supervisedTuningSpec.evaluationConfig.metrics ?? []).every(isComputed)
    ? []
    : [violation(`${field}.metrics`, 'Only EXACT_MATCH, BLEU and ROUGE are supported by the sandbox.')];
}

function checkUri(field: string, uri: string | undefined): FieldViolation[] {
  if (uri === undefined || /^gs:\/\/[^/]+\/.+\.jsonl$/.test(uri)) return [];
  // "or a Vertex Multimodal Dataset's resource name" (REST v1beta1, 2026). The sandbox has none.
  if (/^projects\/[^/]+\/locations\/[^/]+\/datasets\/[^/]+$/.test(uri))
    throw notFound(`The Dataset ${uri} does not exist.`);
  const text = `"${uri}" is not a valid dataset: it must be a JSONL file in Cloud Storage, gs://BUCKET/FILE.jsonl.`;
  return [violation(field, text)];
}

function checkAdapterSize(
  { baseModel = '' }: TuningJobSpec,
  adapterSize: string | undefined,
  place: string,
): FieldViolation[] {
  const size = adapterSize?.replace('ADAPTER_SIZE_', '') ?? 'UNSPECIFIED';
  const model = findTunableModel(baseModel);
  if (size === 'UNSPECIFIED' || !model || model.adapterSizes.includes(size)) return [];
  const text = `${adapterSize} is not supported for ${baseModel}.`;
  return [violation(`${place}.adapter_size`, text)];
}

function checkServiceAccount({ serviceAccount }: TuningJobSpec): FieldViolation[] {
  if (!serviceAccount || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(serviceAccount)) return [];
  return [violation('service_account', `"${serviceAccount}" is not the email address of a service account.`)];
}

/** The key must be in the job's region, and the model must take one. */
function checkEncryption(
  { location }: Place,
  { encryptionSpec, baseModel = '' }: TuningJobSpec,
): FieldViolation[] {
  const name = encryptionSpec?.kmsKeyName;
  if (name === undefined) return [];
  if (findTunableModel(baseModel)?.noCustomerKeys)
    return [violation('encryption_spec.kms_key_name', `CMEK is not supported for ${baseModel}.`)];
  const [, of] = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.exec(name) ?? [];
  if (of === location) return [];
  const text = of ? `The key is in ${of}, the job in ${location}.` : `"${name}" is not the name of a key.`;
  return [violation('encryption_spec.kms_key_name', text)];
}

/** @param message the one that has the labels, in snake_case */
export function checkLabels(labels: Record<string, string>, message = 'tuning_job'): FieldViolation[] {
  return Object.entries(labels).flatMap(([key, value]) =>
    LABEL_KEY.test(key) && LABEL_VALUE.test(value)
      ? []
      : [
          violation(
            'labels',
            `Label "${key}": "${value}" is not valid: lower-case letters, digits, _ and -, up to 64.`,
            message,
          ),
        ],
  );
}

/** 0 means "not set" for these: proto3 cannot tell the two apart. */
function outside(field: string, value: number | string | undefined, most: number): FieldViolation[] {
  const number = Number(value ?? 0);
  if (number >= 0 && number <= most) return [];
  return [violation(field, `must be in the range (0, ${most}], but is ${value}.`)];
}

function violation(field: string, text: string, message = 'tuning_job'): FieldViolation {
  const path = `${message}.${field}`;
  return { field: path, description: `List of found errors:\t1.Field: ${path}; Message: ${text}\t` };
}
