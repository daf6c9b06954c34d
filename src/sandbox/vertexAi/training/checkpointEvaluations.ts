// What Google's evaluation service does with a job's `evaluation_config`: each checkpoint answers the validation file,
// and its answers are scored. Results are written to Cloud Storage and told in `evaluate_dataset_runs`.
import { candidateSettings } from '../../generation/candidates';
import { generateWhole } from '../../generation/generate';
import { openModel } from '../../generation/models';
import { flattenPrompt, textOf } from '../../generation/prompt';
import { CODES } from '../../google/errors';
import type { JsonObject } from '../../google/protoJson/json';
import { writeAtomically } from '../../state/files';
import { randomNumber } from '../../state/ids';
import type { Storage } from '../../storage/storage';
import type { EvaluationConfig, EvaluationMetric } from '../messages';
import { type Place, placeName } from '../names';
import { aggregated, isComputed, kindOf, score } from './evaluationScores';
import { findFile } from './serviceAgent';
import { readTrainingFile, type TrainingRow } from './trainingFile';

/** google.cloud.aiplatform.EvaluateDatasetRun */
export type EvaluateDatasetRun = JsonObject;

interface Asked {
  readonly place: Place;
  readonly config: EvaluationConfig;
  readonly validationUri: string;
  /** The model's file. */
  readonly model: string;
  readonly checkpointId: string | undefined;
}

/** A run that cannot be made has an error; the job that it belongs to succeeds all the same. */
export async function evaluateCheckpoint(
  asked: Asked,
  storage: Storage,
  signal: AbortSignal,
): Promise<EvaluateDatasetRun> {
  const { place, config, validationUri, checkpointId } = asked;
  const id = randomNumber(19);
  const run = {
    evaluationRun: `${placeName(place)}/evaluationRuns/${id}`,
    ...(checkpointId === undefined ? {} : { checkpointId }),
  };
  const { rows } = await readTrainingFile(findFile(validationUri, storage), 'supervised', () => undefined);
  const answers = await answerRows(rows, asked, signal);
  const metrics = (config.metrics ?? []).filter(isComputed);
  const results = metrics.flatMap((metric) =>
    aggregated(
      metric,
      answers.map(({ answer, reference }) => score(metric, answer, reference)),
    ),
  );
  const prefix = config.outputConfig?.gcsDestination?.outputUriPrefix ?? '';
  const directory = `${prefix.replace(/\/$/, '')}/evaluation-${id}`;
  try {
    await writeLines(`${directory}/evaluation_results.jsonl`, answers.map(toLine(metrics)), storage);
    await writeLines(`${directory}/aggregation_results.jsonl`, results, storage);
  } catch {
    const message = `Failed to export data. ${prefix} cannot be written to.`;
    return { ...run, error: { code: CODES.INVALID_ARGUMENT.code, message } };
  }
  return {
    ...run,
    evaluateDatasetResponse: {
      aggregationOutput: { dataset: { gcsSource: { uris: [validationUri] } }, aggregationResults: results },
      outputInfo: { gcsOutputDirectory: directory },
    },
  };
}

interface Answered {
  readonly prompt: string;
  readonly reference: string;
  readonly answer: string;
}

/** The last turn of each row is what the model is to say. */
async function answerRows(
  rows: readonly TrainingRow[],
  { config, model }: Asked,
  signal: AbortSignal,
): Promise<Answered[]> {
  const learned = openModel(model);
  const settings = candidateSettings({ temperature: 0, ...config.inferenceGenerationConfig }, 0);
  const answered: Answered[] = [];
  for (const { systemInstruction, contents } of rows) {
    const prompt = flattenPrompt(systemInstruction, contents.slice(0, -1));
    const { text } = await generateWhole(learned, prompt, settings, signal);
    answered.push({ prompt, reference: textOf(contents.at(-1)), answer: text });
  }
  return answered;
}

function toLine(metrics: readonly EvaluationMetric[]) {
  return ({ prompt, reference, answer }: Answered): JsonObject => ({
    prompt,
    response: answer,
    reference,
    ...Object.fromEntries(
      metrics.map((metric) => [kindOf(metric)?.toLowerCase() ?? '', score(metric, answer, reference)]),
    ),
  });
}

async function writeLines(uri: string, lines: readonly JsonObject[], storage: Storage): Promise<void> {
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  storage.checkUpload(bucket, name, undefined);
  const content = storage.newTemporaryFile();
  writeAtomically(content, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await storage.addObject(bucket, name, content, { contentType: 'application/octet-stream' });
}
