import * as l10n from '@vscode/l10n';
import type { Setting } from '../../contract/spec';

export const geminiApiId = 'geminiApi';

/** `google.ai.generativelanguage.v1beta.Hyperparameters`; defaults from its comments and the tuning guide. */
export const hyperparameters: readonly Setting[] = [
  {
    key: 'epochCount',
    label: l10n.t('Epochs'),
    description: l10n.t('Number of passes over the training data'),
    kind: 'integer',
    minimum: 1,
    maximum: 100,
    default: 5,
  },
  {
    key: 'batchSize',
    label: l10n.t('Batch size'),
    description: l10n.t('Number of examples per training step'),
    kind: 'integer',
    minimum: 1,
    maximum: 64,
    default: 4,
  },
  {
    key: 'learningRate',
    label: l10n.t('Learning rate'),
    description: l10n.t('How much the model changes in each step (high values can make training unstable)'),
    kind: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.001,
  },
  {
    key: 'learningRateMultiplier',
    label: l10n.t('Learning rate multiplier'),
    description: l10n.t('Scales the default learning rate (instead of setting Learning rate)'),
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
    label: l10n.t('Description'),
    description: l10n.t('Description of the tuned model'),
    kind: 'text',
    pattern: '^[^]{1,2000}$',
    form: l10n.t('text of at most 2,000 characters'),
  },
  {
    key: 'temperature',
    label: l10n.t('Default temperature'),
    description: l10n.t("Temperature for prompts that don't set one"),
    kind: 'number',
    minimum: 0,
    maximum: 2,
  },
  {
    key: 'topP',
    label: l10n.t('Default top P'),
    description: l10n.t("Top P for prompts that don't set one"),
    kind: 'number',
    minimum: 0,
    maximum: 1,
  },
  {
    key: 'topK',
    label: l10n.t('Default top K'),
    description: l10n.t("Top K for prompts that don't set one"),
    kind: 'integer',
    minimum: 1,
    maximum: 1000,
  },
  {
    key: 'readerProjectNumbers',
    label: l10n.t('Reader projects'),
    description: l10n.t('Project numbers that can read the tuned model'),
    kind: 'list',
    pattern: '^[0-9]{1,19}$',
    form: l10n.t('a project number, not a project ID'),
  },
];
