import type { Hyperparameter } from '../../spec';

export const vertexAiId = 'vertexAi';

/** `google.cloud.aiplatform.v1.SupervisedHyperParameters`. */
export const hyperparameters: readonly Hyperparameter[] = [
  {
    key: 'epochCount',
    label: 'Epochs',
    description: 'How many times the training goes through all examples',
    kind: 'integer',
    minimum: 1,
    maximum: 100,
    default: 4,
  },
  {
    key: 'learningRateMultiplier',
    label: 'Learning rate multiplier',
    description: "Scales the service's own learning rate; a high rate overshoots",
    kind: 'number',
    minimum: 0.01,
    maximum: 10,
    default: 1,
  },
  {
    key: 'adapterSize',
    label: 'Adapter size',
    description: 'How much the model can learn; larger takes more data',
    kind: 'choice',
    default: 'ADAPTER_SIZE_FOUR',
    choices: [
      { value: 'ADAPTER_SIZE_ONE', label: '1' },
      { value: 'ADAPTER_SIZE_TWO', label: '2' },
      { value: 'ADAPTER_SIZE_FOUR', label: '4' },
      { value: 'ADAPTER_SIZE_EIGHT', label: '8' },
      { value: 'ADAPTER_SIZE_SIXTEEN', label: '16' },
    ],
  },
];
