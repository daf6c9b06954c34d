import * as l10n from '@vscode/l10n';
import type { Setting } from '../../contract/spec';

export const vertexAiId = 'vertexAi';

/** `SupervisedHyperParameters` of google.cloud.aiplatform.v1 and v1beta1, and `PreferenceOptimizationHyperParameters` of @google/genai. */
export const hyperparameters: readonly Setting[] = [
  {
    key: 'epochCount',
    label: l10n.t('Epochs'),
    description: l10n.t('Number of passes over the training data'),
    kind: 'integer',
    minimum: 1, // the most is nowhere published
    default: 4,
  },
  {
    key: 'learningRateMultiplier',
    label: l10n.t('Learning rate multiplier'),
    description: l10n.t('Scales the default learning rate (high values can make training unstable)'),
    kind: 'number',
    minimum: 0.01, // no range is published
    default: 1,
  },
  {
    key: 'adapterSize',
    label: l10n.t('Adapter size'),
    description: l10n.t('Number of trainable parameters (larger adapters learn more but need more data)'),
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
  {
    key: 'beta',
    label: l10n.t('Beta'),
    description: l10n.t(
      'How close the tuned model stays to the base model (higher is closer; Google recommends 0.01 to 0.5; 0 learns nothing)',
    ),
    kind: 'number',
    minimum: 0,
    maximum: 1,
    methods: ['preference'],
  },
  {
    key: 'learningRate',
    label: l10n.t('Learning rate'),
    description: l10n.t('Open models only: absolute learning rate, instead of a multiplier'),
    kind: 'number',
    minimum: 0,
    maximum: 1,
    methods: ['supervised'],
    insteadOf: 'learningRateMultiplier',
    openModelsOnly: true,
    beta: true,
  },
  {
    key: 'batchSize',
    label: l10n.t('Batch size'),
    description: l10n.t('Open models only: number of examples per training step'),
    kind: 'integer',
    minimum: 1,
    maximum: 1024,
    methods: ['supervised'],
    openModelsOnly: true,
    beta: true,
  },
];

/** What else a `google.cloud.aiplatform.v1beta1.TuningJob` can be given. */
export const options: readonly Setting[] = [
  {
    key: 'exportLastCheckpointOnly',
    label: l10n.t('Export last checkpoint only'),
    description: l10n.t('Export only the final checkpoint, not the intermediate ones'),
    kind: 'toggle',
  },
  {
    key: 'evaluationConfig',
    label: l10n.t('Evaluation by Google'),
    description: l10n.t('Compares the responses of each checkpoint with the validation file by this metric'),
    kind: 'choice',
    choices: [
      { value: 'EXACT_MATCH', label: l10n.t('exact match') },
      { value: 'BLEU', label: 'BLEU' },
      { value: 'ROUGE', label: 'ROUGE' },
    ],
    methods: ['supervised'],
  },
  {
    key: 'description',
    label: l10n.t('Description'),
    description: l10n.t('Description of the tuning job'),
    kind: 'text',
    pattern: '^[^]{1,2000}$',
    form: l10n.t('text of at most 2,000 characters'),
  },
  {
    key: 'serviceAccount',
    label: l10n.t('Service account'),
    description: l10n.t('Service account that reads the training file and runs the job'),
    kind: 'text',
    pattern: '^[^@\\s]+@[^@\\s]+$',
    form: l10n.t('an email address such as name@project.iam.gserviceaccount.com'),
  },
  {
    key: 'kmsKeyName',
    label: l10n.t('Encryption key (CMEK)'),
    description: l10n.t('Cloud KMS key that encrypts everything the job creates'),
    kind: 'text',
    pattern: '^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$',
    form: 'projects/P/locations/L/keyRings/R/cryptoKeys/K',
  },
  {
    key: 'tuningMode',
    label: l10n.t('Tuning mode'),
    description: l10n.t('Open models only: tune an adapter or all weights'),
    kind: 'choice',
    choices: [
      { value: 'TUNING_MODE_PEFT_ADAPTER', label: l10n.t('adapter') },
      { value: 'TUNING_MODE_FULL', label: l10n.t('full') },
    ],
    methods: ['supervised'],
    openModelsOnly: true,
    beta: true,
  },
  {
    key: 'outputUri',
    label: l10n.t('Output folder'),
    description: l10n.t('Open models only: Cloud Storage folder for the tuned weights'),
    kind: 'text',
    pattern: '^gs://[^/]+(/.*)?$',
    form: l10n.t('a Cloud Storage URI such as gs://bucket/folder'),
    methods: ['supervised'],
    openModelsOnly: true,
    beta: true,
  },
];
