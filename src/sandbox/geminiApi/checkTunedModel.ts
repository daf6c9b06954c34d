import type { Conditions } from '../conditions';
import { badRequest, type FieldViolation, GoogleError } from '../google/errors';
import { canBeTuned } from './baseModels';
import type { Hyperparameters, TunedModel } from './messages';

// Limits of the Gemini API: tuned_model.proto and the tuning guide of 2024.
const ID = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const MAX_DISPLAY_NAME = 40;
const MAX_INPUT = 40_000;
const MAX_OUTPUT = 5000;
const MAX_EPOCHS = 100;
const MAX_BATCH_SIZE = 64;

/** @throws GoogleError 400 naming everything that the service would refuse, 404 for an unknown base model. */
export function checkTunedModel(id: string | undefined, model: TunedModel, conditions: Conditions): void {
  const violations = [
    ...checkId(id),
    ...checkNames(model),
    ...checkSource(model, conditions),
    ...checkExamples(model),
    ...checkHyperparameters(model.tuningTask?.hyperparameters ?? {}),
    ...checkSettings(model),
  ];
  if (violations.length > 0) throw badRequest(violations);
}

export function checkNames({ displayName = '' }: TunedModel): FieldViolation[] {
  if (displayName.length <= MAX_DISPLAY_NAME) return [];
  const text = `display_name must be at most ${MAX_DISPLAY_NAME} characters, but has ${displayName.length}.`;
  return [violation('display_name', text)];
}

export function checkSettings({ temperature, topP, topK }: TunedModel): FieldViolation[] {
  return [
    ...outside('temperature', temperature, 0, 2),
    ...outside('top_p', topP, 0, 1),
    ...outside('top_k', topK, 1, 1000),
  ];
}

function checkId(id: string | undefined): FieldViolation[] {
  if (id === undefined || id === '' || ID.test(id)) return [];
  const description = `* CreateTunedModelRequest.tuned_model_id: tuned_model_id must match ${ID.source}`;
  return [{ field: 'tuned_model_id', description }];
}

function checkSource({ baseModel, tunedModelSource }: TunedModel, conditions: Conditions): FieldViolation[] {
  if (tunedModelSource?.tunedModel) return [];
  if (!baseModel) return [violation('base_model', 'base_model or tuned_model_source must be set.')];
  if (canBeTuned(baseModel, conditions)) return [];
  throw new GoogleError('INVALID_ARGUMENT', `${baseModel} does not support tuning.`);
}

function checkExamples({ tuningTask }: TunedModel): FieldViolation[] {
  const examples = tuningTask?.trainingData?.examples?.examples ?? [];
  const place = 'tuning_task.training_data.examples.examples';
  if (examples.length === 0) return [violation(place, 'examples must not be empty.')];
  return examples.flatMap(({ textInput = '', output = '' }, i) => [
    ...(textInput === '' ? [violation(`${place}[${i}].text_input`, 'text_input must not be empty.')] : []),
    ...tooLong(`${place}[${i}].text_input`, textInput, MAX_INPUT),
    ...tooLong(`${place}[${i}].output`, output, MAX_OUTPUT),
  ]);
}

function checkHyperparameters(hyperparameters: Hyperparameters): FieldViolation[] {
  const { epochCount, batchSize, learningRate, learningRateMultiplier } = hyperparameters;
  const place = 'tuning_task.hyperparameters';
  return [
    ...outside(`${place}.epoch_count`, epochCount, 1, MAX_EPOCHS),
    ...outside(`${place}.batch_size`, batchSize, 1, MAX_BATCH_SIZE),
    ...notPositive(`${place}.learning_rate`, learningRate),
    ...notPositive(`${place}.learning_rate_multiplier`, learningRateMultiplier),
  ];
}

function outside(field: string, value: number | undefined, least: number, most: number): FieldViolation[] {
  if (value === undefined || (value >= least && value <= most)) return [];
  return [violation(field, `${field} must be in the range [${least}, ${most}], but is ${value}.`)];
}

/** Above 0; the factor that is sane depends on the data, so there is no other end. */
function notPositive(field: string, value: number | undefined): FieldViolation[] {
  if (value === undefined || (Number.isFinite(value) && value > 0)) return [];
  return [violation(field, `${field} must be greater than 0, but is ${value}.`)];
}

function tooLong(field: string, text: string, most: number): FieldViolation[] {
  if (text.length <= most) return [];
  return [violation(field, `must be at most ${most} characters, but has ${text.length}.`)];
}

function violation(field: string, description: string): FieldViolation {
  const path = `tuned_model.${field}`;
  return { field: path, description: `* CreateTunedModelRequest.${path}: ${description}` };
}
