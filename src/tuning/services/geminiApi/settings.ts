import type { Setting } from '../../contract/spec';

export const geminiApiId = 'geminiApi';

/** `google.ai.generativelanguage.v1beta.Hyperparameters`; defaults from its comments and the tuning guide. */
export const hyperparameters: readonly Setting[] = [
  {
    key: 'epochCount',
    label: 'Epochs',
    description: 'How many times the training goes through all examples',
    kind: 'integer',
    minimum: 1,
    maximum: 100,
    default: 5,
  },
  {
    key: 'batchSize',
    label: 'Batch size',
    description: 'How many examples are learned from in one step',
    kind: 'integer',
    minimum: 1,
    maximum: 64,
    default: 4,
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    description: 'How far each step goes; a high rate overshoots',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.001,
  },
  {
    key: 'learningRateMultiplier',
    label: 'Learning rate multiplier',
    description: "Scales the service's own learning rate, instead of setting it",
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
    description: 'What the tuned model is for',
    kind: 'text',
    pattern: '^[^]{1,2000}$',
    form: 'at most 2000 characters',
  },
  {
    key: 'temperature',
    label: 'Usual temperature',
    description: 'How random the answers are when a prompt does not say',
    kind: 'number',
    minimum: 0,
    maximum: 2,
  },
  {
    key: 'topP',
    label: 'Usual top P',
    description: 'Answers are made of the likeliest tokens that add up to this',
    kind: 'number',
    minimum: 0,
    maximum: 1,
  },
  {
    key: 'topK',
    label: 'Usual top K',
    description: 'Answers are made of this many likeliest tokens',
    kind: 'integer',
    minimum: 1,
    maximum: 1000,
  },
  {
    key: 'readerProjectNumbers',
    label: 'Reader projects',
    description: 'Numbers of the projects that may read the tuned model',
    kind: 'list',
    pattern: '^[0-9]{1,19}$',
    form: "a project's number, not its name",
  },
];
