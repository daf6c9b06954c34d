import type { TuningService } from '../tuning/contract/service';
import type { Setting, TuningSpec } from '../tuning/contract/spec';

type Schema = { readonly [keyword: string]: unknown };

/**
 * JSON Schema (draft 7) of `*.tune.json`, made from what the services know. It ships as media/tunePlan.schema.json,
 * for completion and hover in editors.
 */
export function planSchema(services: readonly TuningService[]): Schema {
  const properties: Record<keyof TuningSpec, Schema> = {
    service: {
      description: `Tuning service: ${services.map(({ id, label }) => `${id} (${label})`).join(', ')}.`,
      enum: services.map(({ id }) => id),
    },
    baseModel: { description: 'Resource name or ID of the base model.', ...name },
    region: {
      description:
        'Region that the model is tuned in, where the service has several. Absent: the one in the settings.',
      ...name,
    },
    displayName: { description: 'Name of the tuned model.', ...name },
    method: {
      description:
        'supervised: examples with one correct response. preference: examples with a preferred and a rejected response.',
      enum: ['supervised', 'preference'],
      default: 'supervised',
    },
    dataset: {
      description:
        'The training file: a path relative to this plan, or a Cloud Storage URI such as gs://BUCKET/FILE.jsonl.',
      ...name,
    },
    validation: {
      description: 'The validation file, used to measure the model during training. Same form as dataset.',
      ...name,
    },
    startFrom: {
      description: 'Continue from a tuned model instead of the base model.',
      type: 'object',
      additionalProperties: false,
      required: ['model'],
      properties: {
        model: { description: 'Resource name of the tuned model.', ...name },
        checkpoint: {
          description:
            "ID of a checkpoint of the tuned model. If omitted, the model's default checkpoint is used.",
          ...name,
        },
      },
    },
    hyperparameters: { description: 'Omitted values use the service default.', type: 'object' },
    options: { description: 'Additional options of the service.', type: 'object' },
    labels: {
      description: 'Google Cloud labels for the job, such as for billing reports.',
      type: 'object',
      propertyNames: { pattern: '^[a-z][a-z0-9_-]{0,62}$' },
      additionalProperties: { type: 'string', pattern: '^[a-z0-9_-]{0,63}$' },
    },
    bucket: { description: 'Cloud Storage bucket to upload local files to.', ...name },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Tunewright Plan',
    description: 'A tuning job that can be launched with Tunewright.',
    type: 'object',
    additionalProperties: false,
    required: ['service', 'baseModel', 'displayName', 'dataset', 'hyperparameters'],
    properties: { $schema: { type: 'string' }, ...properties },
    allOf: services.map((service) => ({
      if: { type: 'object', required: ['service'], properties: { service: { const: service.id } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
      then: {
        type: 'object',
        properties: {
          displayName: { type: 'string', maxLength: service.displayNameLimit },
          hyperparameters: settings(service.hyperparameters),
          options: settings(service.options),
        },
      },
    })),
  };
}

const name: Schema = { type: 'string', minLength: 1 };

function settings(list: readonly Setting[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(list.map((setting) => [setting.key, schemaOf(setting)])),
  };
}

function schemaOf(setting: Setting): Schema {
  const { label, description } = setting;
  const said = { description: `${label}: ${description}.` };
  switch (setting.kind) {
    case 'integer':
    case 'number': {
      const { kind, minimum, maximum, default: usual } = setting;
      return {
        ...said,
        type: kind,
        minimum,
        ...(maximum === undefined ? {} : { maximum }),
        ...(usual === undefined ? {} : { default: usual }),
      };
    }
    case 'choice':
      return {
        ...said,
        enum: setting.choices.map((choice) => choice.value),
        ...(setting.default === undefined ? {} : { default: setting.default }),
      };
    case 'toggle':
      return { ...said, type: 'boolean' };
    case 'text':
      return { ...said, type: 'string', pattern: setting.pattern };
    case 'list':
      return { ...said, type: 'array', items: { type: 'string', pattern: setting.pattern } };
  }
}
