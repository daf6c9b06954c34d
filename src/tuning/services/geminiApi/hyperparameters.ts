import type { Hyperparameter } from '../../spec';

export const geminiApiId = 'geminiApi';

/** `google.ai.generativelanguage.v1beta.Hyperparameters`; defaults from its comments and the tuning guide. */
export const hyperparameters: readonly Hyperparameter[] = [
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
];
