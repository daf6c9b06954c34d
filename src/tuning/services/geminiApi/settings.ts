import type { Setting } from '../../contract/spec';

export const geminiApiId = 'geminiApi';

/** `google.ai.generativelanguage.v1beta.Hyperparameters`; defaults from its comments and the tuning guide. */
export const hyperparameters: readonly Setting[] = [
  {
    key: 'epochCount',
    label: 'Epochs',
    description: 'Number of passes over the training data',
    kind: 'integer',
    minimum: 1,
    maximum: 100,
    default: 5,
  },
  {
    key: 'batchSize',
    label: 'Batch size',
    description: 'Number of examples per training step',
    kind: 'integer',
    minimum: 1,
    maximum: 64,
    default: 4,
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    description: 'How much the model changes in each step (high values can make training unstable)',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.001,
  },
  {
    key: 'learningRateMultiplier',
    label: 'Learning rate multiplier',
    description: 'Scales the default learning rate (instead of setting Learning rate)',
    kind: 'number',
    minimum: 0.01,
    maximum: 10,
    insteadOf: 'learningRate',
  },
];

/** What else a `google.ai.generativelanguage.v1beta.TunedModel` can be given. */
export const options: readonly Setting[] = [
  {
    key: 'description',
    label: 'Description',
    description: 'Description of the tuned model',
    kind: 'text',
    pattern: '^[^]{1,2000}$',
    form: 'text of at most 2,000 characters',
  },
  {
    key: 'temperature',
    label: 'Default temperature',
    description: "Temperature for prompts that don't set one",
    kind: 'number',
    minimum: 0,
    maximum: 2,
  },
  {
    key: 'topP',
    label: 'Default top P',
    description: "Top P for prompts that don't set one",
    kind: 'number',
    minimum: 0,
    maximum: 1,
  },
  {
    key: 'topK',
    label: 'Default top K',
    description: "Top K for prompts that don't set one",
    kind: 'integer',
    minimum: 1,
    maximum: 1000,
  },
  {
    key: 'readerProjectNumbers',
    label: 'Reader projects',
    description: 'Project numbers that can read the tuned model',
    kind: 'list',
    pattern: '^[0-9]{1,19}$',
    form: 'a project number, not a project ID',
  },
];
