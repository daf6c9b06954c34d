import { UserError } from '../../../base/userError';
import type { Launch } from '../../contract/service';
import {
  evaluationNeedsBucket,
  methodOf,
  type Setting,
  type SettingValue,
  settingsFor,
} from '../../contract/spec';
import { pick, usesBeta } from '../settingValues';
import type { WireTuningJob } from './mapping';
import { hyperparameters, options } from './settings';

/** Marks a job with the launch that made it. No dash: a list filter must be able to name it. */
export const launchLabel = 'tunewright_launch';

/** Options that are fields of the tuning spec; the others are fields of the job. */
const specOptions = ['exportLastCheckpointOnly', 'tuningMode'];

export interface CreateRequest {
  /** The API version that has all fields of the body. */
  readonly version: 'v1' | 'v1beta1';
  readonly body: WireTuningJob;
}

/**
 * `google.cloud.aiplatform.v1.TuningJob`, or v1beta1's. Preference tuning is in neither descriptor: its shape is
 * that of `PreferenceOptimizationSpec` in @google/genai, and Google's page posts it to v1.
 */
export function createRequest(
  { spec, id }: Pick<Launch, 'spec' | 'id'>,
  trainingDatasetUri: string,
  validationDatasetUri: string | undefined,
): CreateRequest {
  const method = methodOf(spec);
  const settings = settingsFor(options, method);
  const {
    kmsKeyName,
    evaluationConfig: metric,
    ...job
  } = pick(
    settings.filter(({ key }) => !specOptions.includes(key)),
    spec.options,
    write,
  );
  const tuningSpec = {
    trainingDatasetUri,
    ...(validationDatasetUri ? { validationDatasetUri } : {}),
    ...(isMetric(metric)
      ? {
          evaluationConfig: evaluation(
            metric,
            resultsBucket(spec, trainingDatasetUri, validationDatasetUri),
            id,
          ),
        }
      : {}),
    hyperParameters: pick(settingsFor(hyperparameters, method), spec.hyperparameters, write),
    ...pick(
      settings.filter(({ key }) => specOptions.includes(key)),
      spec.options,
      write,
    ),
  };
  return {
    version: usesBeta([...hyperparameters, ...options], spec) ? 'v1beta1' : 'v1',
    body: {
      ...source(spec),
      tunedModelDisplayName: spec.displayName,
      labels: { ...spec.labels, [launchLabel]: id },
      ...job,
      ...(typeof kmsKeyName === 'string' ? { encryptionSpec: { kmsKeyName } } : {}),
      ...(method === 'preference'
        ? { preferenceOptimizationSpec: tuningSpec }
        : { supervisedTuningSpec: tuningSpec }),
    },
  };
}

const metrics = ['EXACT_MATCH', 'BLEU', 'ROUGE'] as const; // ComputationBasedMetricType
type Metric = (typeof metrics)[number];

function isMetric(value: unknown): value is Metric {
  return metrics.some((one) => one === value);
}

function resultsBucket({ bucket }: Launch['spec'], ...files: readonly (string | undefined)[]): string {
  const beside = files.flatMap((file) => /^gs:\/\/([^/]+)/.exec(file ?? '')?.[1] ?? []);
  const [chosen] = [bucket ?? [], beside].flat();
  if (chosen === undefined) throw new UserError(evaluationNeedsBucket, 'NO_BUCKET');
  return chosen;
}

function evaluation(type: Metric, bucket: string, id: string) {
  return {
    metrics: [{ computationBasedMetricSpec: { type } }],
    outputConfig: { gcsDestination: { outputUriPrefix: `gs://${bucket}/tunewright/evaluations/${id}` } },
  };
}

/** A oneof: the base model is known from the model that the tuning goes on from. */
function source({ baseModel, startFrom }: Launch['spec']): WireTuningJob {
  if (startFrom === undefined) return { baseModel };
  const { model, checkpoint } = startFrom;
  return {
    preTunedModel: { tunedModelName: model, ...(checkpoint ? { checkpointId: checkpoint } : {}) },
  };
}

/** The integers of Vertex AI's messages are int64, which JSON writes as strings. */
function write({ kind }: Setting, value: SettingValue): unknown {
  return kind === 'integer' ? String(value) : value;
}
