import { badRequest, type FieldViolation } from '../../google/errors';
import type { BatchPredictionSpec } from '../messages';
import { checkLabels } from '../training/checkTuningJob';

const MAX_DISPLAY_NAME = 128;
/** What a Gemini model's job does not take, or the sandbox has no use for. */
const UNSUPPORTED = ['instanceConfig', 'unmanagedContainerModel', 'dedicatedResources', 'explanationSpec'];

/**
 * What the service refuses at once: all that is wrong with the job, not with its rows.
 * @throws GoogleError 400
 */
export function checkBatchPrediction(job: BatchPredictionSpec): void {
  const { inputConfig = {}, outputConfig = {} } = job;
  const uris = inputConfig.gcsSource?.uris ?? [];
  const prefix = outputConfig.gcsDestination?.outputUriPrefix ?? '';
  const violations: FieldViolation[] = [
    ...(job.model ? [] : [violation('model', 'Required field is not set.')]),
    ...UNSUPPORTED.filter((field) => field in job).map((field) =>
      violation(field, 'is not supported for Gemini models by the sandbox.'),
    ),
    ...formatOf('input_config.instances_format', inputConfig.instancesFormat),
    ...formatOf('output_config.predictions_format', outputConfig.predictionsFormat),
    ...(uris.length === 1 && /^gs:\/\/[^/]+\/.+/.test(uris[0] ?? '')
      ? []
      : [violation('input_config.gcs_source.uris', 'must be one JSONL file in Cloud Storage.')]),
    ...(/^gs:\/\/[^/]+/.test(prefix)
      ? []
      : [
          violation(
            'output_config.gcs_destination.output_uri_prefix',
            `"${prefix}" is no folder in Cloud Storage.`,
          ),
        ]),
    ...checkLabels(job.labels ?? {}, 'batch_prediction_job'),
  ];
  const name = job.displayName ?? '';
  if (name.length > MAX_DISPLAY_NAME)
    violations.push(violation('display_name', `must be at most ${MAX_DISPLAY_NAME} characters.`));
  if (violations.length > 0) throw badRequest(violations);
}

function formatOf(field: string, format: string | undefined): FieldViolation[] {
  if (format === 'jsonl') return [];
  return [violation(field, `"${format ?? ''}" is not supported by the sandbox, only "jsonl".`)];
}

function violation(field: string, text: string): FieldViolation {
  const path = `batch_prediction_job.${field}`;
  return { field: path, description: `List of found errors:\t1.Field: ${path}; Message: ${text}\t` };
}
