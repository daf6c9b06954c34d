import type { JsonObject } from '../google/json';
import type { TrainingPlan } from '../learner/types';
import type { Storage } from '../storage/storage';
import { dataStats } from './dataStats';
import type { TuningJobSpec } from './messages';
import { InvalidTrainingFile, readTrainingFile, toExamples } from './trainingFile';

export interface PreparedTraining {
  readonly plan: TrainingPlan;
  readonly dataStats: JsonObject;
}

const DEFAULT_LEARNING_RATE = 0.001;
/** What the service chooses is not documented; small files need more rounds. */
const DEFAULT_EPOCHS = 3;
const DEFAULT_EPOCHS_OF_FEW = 10;
const FEW_EXAMPLES = 100;
const DEFAULT_BATCH_SIZE = 4;
const MOST_VALIDATION_ROWS = 5000;

/** Reads a job's files from Cloud Storage. @throws InvalidTrainingFile with what is wrong with them */
export async function prepareTraining(
  { supervisedTuningSpec = {} }: TuningJobSpec,
  storage: Storage,
  startFrom: string | undefined,
): Promise<PreparedTraining> {
  const { trainingDatasetUri = '', validationDatasetUri, hyperParameters = {} } = supervisedTuningSpec;
  const rows = await readTrainingFile(findFile(trainingDatasetUri, storage));
  const validationRows = validationDatasetUri
    ? await readTrainingFile(findFile(validationDatasetUri, storage))
    : [];
  if (validationRows.length > MOST_VALIDATION_ROWS) {
    throw new InvalidTrainingFile(`The validation dataset has more than ${MOST_VALIDATION_ROWS} examples.`);
  }
  const examples = rows.flatMap(toExamples);
  const usualEpochs = rows.length < FEW_EXAMPLES ? DEFAULT_EPOCHS_OF_FEW : DEFAULT_EPOCHS;
  const plan: TrainingPlan = {
    examples,
    ...(validationDatasetUri ? { validation: validationRows.flatMap(toExamples) } : {}),
    epochs: Number(hyperParameters.epochCount ?? 0) || usualEpochs,
    batchSize: Number(hyperParameters.batchSize ?? 0) || DEFAULT_BATCH_SIZE,
    learningRate: hyperParameters.learningRate || DEFAULT_LEARNING_RATE,
    learningRateMultiplier: hyperParameters.learningRateMultiplier || 1,
    // The same data and settings give the same model, however often it is tried.
    seed: 1,
    startFrom,
    checkpointEachEpoch: supervisedTuningSpec.exportLastCheckpointOnly !== true,
  };
  const steps = Math.ceil((examples.length * plan.epochs) / plan.batchSize);
  return { plan, dataStats: dataStats(rows, steps) };
}

function findFile(uri: string, storage: Storage): string {
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  try {
    return storage.contentFile(storage.object(bucket, name));
  } catch {
    throw new InvalidTrainingFile(
      `The file ${uri} was not found in Cloud Storage, or access to it was denied.`,
    );
  }
}
