import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import { findFormat } from '../../dataset/formats/index';
import { billableTokens as billed, trainingPrice } from '../../dataset/targets/price';
import { general, sourceOf, type Target } from '../../dataset/targets/target';
import type { TuningJob } from '../contract/job';
import type { LaunchEstimate } from '../contract/launchRecord';
import type { TuningService } from '../contract/service';
import { methodOf, type Setting, settingsFor, type TuningSpec } from '../contract/spec';
import { notTunedIn } from '../models/regions';
import { closedToNew, retirementOfTarget } from '../models/retirement';
import { judgeByJobs } from './launchRules';

/** What is known of the data that a launch is for. */
export interface PreflightData {
  /** `DatasetFormat.id`. */
  readonly format: string;
  readonly examples: number;
  /** Of those, with pictures, sound, video or documents. */
  readonly mediaExamples: number;
  /** Some hold calls of functions. */
  readonly hasCalls: boolean;
  readonly bytes: number;
  /** Unicode characters of all texts, or tokens when somebody counted them; not exact where something is left out. */
  readonly size: { readonly characters: number } | { readonly tokens: number; readonly isExact: boolean };
  /** Of all texts, those of prompts: 0 to 1. */
  readonly promptShare: number;
}

export interface Preflight {
  /** These stop the launch. */
  readonly errors: readonly string[];
  /** These are shown beside it. */
  readonly warnings: readonly string[];
  readonly estimate: LaunchEstimate;
  /** True when the tokens are guessed from characters, or some are left out. */
  readonly tokensAreApproximate: boolean;
}

/** Google's rule of thumb: "one token is equivalent to about 4 characters". https://ai.google.dev/gemini-api/docs/tokens */
const charactersPerToken = 4;

/**
 * Everything about a launch that can be judged before it is sent, apart from the dataset's own rules.
 * @param data undefined of a file in Cloud Storage, which nobody here has read
 * @param target limits of the base model; undefined when none are known
 * @param bucketIsNear whether the bucket is where the tuning runs; undefined without a bucket
 */
export function preflight(
  spec: TuningSpec,
  data: PreflightData | undefined,
  context: {
    readonly service: Pick<
      TuningService,
      'id' | 'methods' | 'hyperparameters' | 'options' | 'displayNameLimit' | 'can' | 'jobsAtOnce'
    >;
    /** See `jobsBeside`. */
    readonly jobs: readonly TuningJob[];
    readonly target: Target | undefined;
    /** Where it is to be tuned. */
    readonly region: string;
    readonly bucketIsNear: boolean | undefined;
    /** Of a validation file; undefined without one, or when it cannot be read here. */
    readonly validationExamples?: number | undefined;
    /** Of those, how many ask what an example of the training file asks. */
    readonly sharedExamples?: number | undefined;
    /** Milliseconds since 1970. */
    readonly now: number;
  },
): Preflight {
  const { service, target } = context;
  const errors: string[] = [];
  const warnings: string[] = [];

  if (data === undefined)
    warnings.push(
      l10n.t("The training file is in Cloud Storage and isn't checked by Tunewright. The service checks it."),
    );
  errors.push(...checkFormat(spec, data, service.methods));
  if (data?.examples === 0) errors.push(l10n.t('The training file has no examples.'));
  if ([...spec.displayName].length > service.displayNameLimit)
    errors.push(
      l10n.t("The tuned model's name is longer than {0}.", counted(service.displayNameLimit, 'character')),
    );
  if (spec.validation !== undefined && !service.can.validation)
    errors.push(l10n.t("This service doesn't support a validation file."));
  const method = methodOf(spec);
  errors.push(...checkSettings(settingsFor(service.hyperparameters, method), spec.hyperparameters));
  errors.push(...checkSettings(settingsFor(service.options, method), spec.options ?? {}));
  const settings = [...service.hyperparameters, ...service.options];
  if (target) errors.push(...checkOpenModelsOnly(settings, spec, target));
  if (spec.labels !== undefined && !service.can.labels)
    errors.push(l10n.t("This service doesn't support labels."));
  for (const [key, value] of Object.entries(spec.labels ?? {})) {
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(value))
      errors.push(
        l10n.t(
          'Label {0} is invalid. Use up to 63 lowercase letters, digits, underscores, and dashes, and start the key with a letter.',
          key,
        ),
      );
  }

  if (target?.retired) errors.push(l10n.t('{0} is retired and can no longer be tuned.', target.label));
  else if (target?.formats.length === 0)
    errors.push(l10n.t('{0} can be prompted, but not tuned. Select another base model.', target.label));
  else if (target) warnings.push(...lifeWarnings(target, context.now, context.region));
  const byJobs = judgeByJobs(spec, context);
  errors.push(...byJobs.errors);
  warnings.push(...byJobs.warnings);
  if (data && target) {
    const found = checkLimits(data, target);
    errors.push(...found.errors);
    warnings.push(...found.warnings);
  }
  const { validationExamples = 0, sharedExamples = 0 } = context;
  if (sharedExamples > 0) warnings.push(sharedExamplesText(sharedExamples, validationExamples));
  if (target?.validationRows && validationExamples > target.validationRows.value)
    errors.push(
      l10n.t(
        '{0} supports up to {1}. The file has {2}.',
        target.label,
        counted(target.validationRows.value, 'validation example'),
        grouped(validationExamples),
      ),
    );
  const share = target?.validationShare?.value;
  if (share && data && validationExamples > share.beyond && validationExamples > share.share * data.examples)
    warnings.push(
      l10n.t(
        'The file has {0}. If there are more than {1}, they can be up to {2}% of the training examples.',
        counted(validationExamples, 'validation example'),
        grouped(share.beyond),
        share.share * 100,
      ),
    );
  if (target?.customerKeys?.value === false && spec.options?.kmsKeyName !== undefined)
    errors.push(
      l10n.t(
        "{0} doesn't support customer-managed encryption keys. Remove the key, or select another base model.",
        target.label,
      ),
    );
  if (data?.hasCalls && target?.service === 'vertexAi') warnings.push(callsHint(target));
  const elsewhere = target && notTunedIn(target, context.region);
  if (elsewhere !== undefined) errors.push(elsewhere);
  const adapter = adapterSize(service.hyperparameters, spec);
  if (target?.adapterSizes && adapter !== undefined && !target.adapterSizes.value.includes(adapter))
    errors.push(
      l10n.t(
        'Unsupported adapter size. {0} supports {1}.',
        target.label,
        target.adapterSizes.value.join(', '),
      ),
    );
  if (target === undefined)
    warnings.push(l10n.t("The limits of {0} are unknown and weren't checked.", shortName(spec.baseModel)));
  if (context.bucketIsNear === false)
    warnings.push(
      l10n.t(
        "The bucket isn't in {0}. Tuning might be slower, and cross-region transfer might be billed.",
        context.region,
      ),
    );

  return {
    errors,
    warnings,
    estimate: data
      ? estimate(spec, data, target)
      : { steps: undefined, billableTokens: undefined, price: undefined },
    tokensAreApproximate:
      data !== undefined && (!('isExact' in data.size && data.size.isExact) || method === 'preference'),
  };
}

/** @param shared of the examples of the validation file */
export function sharedExamplesText(shared: number, examples: number): string {
  return l10n.t(
    '{0} of {1} are also in the training file, so validation would measure memorization.',
    grouped(shared),
    counted(examples, 'validation example'),
  );
}

/** A service tunes by each method on one format. */
function checkFormat(
  spec: TuningSpec,
  data: PreflightData | undefined,
  methods: TuningService['methods'],
): string[] {
  const needed = methods.find(({ method }) => method === methodOf(spec))?.datasetFormat;
  if (data === undefined || needed === undefined || data.format === needed) return [];
  const [has, needs] = [data.format, needed].map((id) => findFormat(id)?.label ?? id);
  return [
    l10n.t(
      'The training file has the format {0}. This launch needs {1}: convert the file first.',
      has ?? '',
      needs ?? '',
    ),
  ];
}

function callsHint({ label }: Target): string {
  const { callsRefused } = general;
  return l10n.t(
    'The file contains function calls. Jobs on {0} have failed because of them ({1}). Whether {2} supports them now is unknown.',
    callsRefused.value,
    sourceOf(callsRefused),
    label,
  );
}

/** The date of a list may have been put off since, so that it stops nothing. */
function lifeWarnings(target: Target, now: number, region: string): string[] {
  const closed = closedToNew(target, now);
  const closing = closed
    ? [
        l10n.t(
          "Since {0}, {1} is closed to projects that hadn't used it in the 90 days before ({2}).",
          closed.since,
          target.label,
          closed.source,
        ),
      ]
    : [];
  const note = target.note === undefined ? [] : [target.note];
  const retirement = retirementOfTarget(target, now, region);
  if (retirement === undefined || retirement.phase === 'far') return [...closing, ...note];
  const { date, phase, orLater, source } = retirement;
  const when =
    phase === 'over'
      ? l10n.t(
          'passed its retirement date ({0}{1}). The service might reject it',
          date,
          orLater ? l10n.t(' or later') : '',
        )
      : l10n.t(
          'retires on {0}{1}, and models tuned from it retire with it',
          date,
          orLater ? l10n.t(' or later') : '',
        );
  return [...closing, ...note, `${target.label} ${when} (${source}).`];
}

function checkLimits(
  { examples, mediaExamples, bytes }: PreflightData,
  target: Target,
): Pick<Preflight, 'errors' | 'warnings'> {
  const { label, rows, multimodalRows, fileBytes, minimumExamples, recommendedExamples } = target;
  const errors: string[] = [];
  const warnings: string[] = [];
  if (rows && examples > rows.value)
    errors.push(
      l10n.t(
        '{0} supports up to {1}. The file has {2}.',
        label,
        counted(rows.value, 'example'),
        grouped(examples),
      ),
    );
  if (multimodalRows && mediaExamples > multimodalRows.value)
    errors.push(
      l10n.t(
        '{0} supports up to {1} with images, audio, video, or documents. The file has {2}.',
        label,
        counted(multimodalRows.value, 'example'),
        grouped(mediaExamples),
      ),
    );
  if (fileBytes && bytes > fileBytes.value)
    errors.push(l10n.t('{0} supports files up to {1}.', label, megabytes(fileBytes.value)));
  if (minimumExamples && examples < minimumExamples.value)
    warnings.push(
      l10n.t(
        'Google requires at least {0}. The file has {1}.',
        counted(minimumExamples.value, 'example'),
        grouped(examples),
      ),
    );
  else if (recommendedExamples && examples < recommendedExamples.value)
    warnings.push(
      l10n.t(
        'Google recommends at least {0}. The file has {1}.',
        counted(recommendedExamples.value, 'example'),
        grouped(examples),
      ),
    );
  return { errors, warnings };
}

/** Steps = ⌈examples × epochs ÷ batch size⌉; billable tokens = those of the file × epochs. */
function estimate(spec: TuningSpec, data: PreflightData, target: Target | undefined): LaunchEstimate {
  const { epochCount, batchSize } = spec.hyperparameters;
  const epochs = typeof epochCount === 'number' ? epochCount : undefined;
  const tokens =
    'tokens' in data.size ? data.size.tokens : Math.ceil(data.size.characters / charactersPerToken);
  const ofFile = billed(tokens, data.promptShare, methodOf(spec) === 'preference');
  const billableTokens = epochs === undefined ? undefined : Math.ceil(ofFile * epochs);
  return {
    steps:
      epochs === undefined || typeof batchSize !== 'number'
        ? undefined
        : Math.ceil((data.examples * epochs) / batchSize),
    billableTokens,
    price: billableTokens === undefined ? undefined : trainingPrice(billableTokens, target),
  };
}

function checkSettings(settings: readonly Setting[], values: TuningSpec['hyperparameters']): string[] {
  const unknown = Object.keys(values).filter((key) => !settings.some((setting) => setting.key === key));
  const both = settings.filter(
    ({ key, insteadOf }) =>
      insteadOf !== undefined && values[key] !== undefined && values[insteadOf] !== undefined,
  );
  return [
    ...unknown.map((key) => l10n.t('Unknown setting: {0}.', key)),
    ...both.map(({ key, insteadOf }) => l10n.t("{0} and {1} can't both be set.", key, String(insteadOf))),
    ...settings.flatMap((setting) => {
      const wrong = wrongValue(setting, values[setting.key]);
      return wrong === undefined ? [] : [`${setting.label}: ${wrong}.`];
    }),
  ];
}

function checkOpenModelsOnly(
  settings: readonly Setting[],
  { hyperparameters, options = {} }: TuningSpec,
  { id, label }: Target,
): string[] {
  if (!id.startsWith('gemini-')) return []; // one that the user has described
  return settings
    .filter(
      ({ key, openModelsOnly }) => openModelsOnly && (hyperparameters[key] ?? options[key]) !== undefined,
    )
    .map((setting) => l10n.t('"{0}" is for open models only. Remove it to tune {1}.', setting.label, label));
}

/** What is wrong with a setting's value, in words; undefined when it is right or absent. */
export function wrongValue(setting: Setting, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  switch (setting.kind) {
    case 'integer':
    case 'number': {
      const { kind, minimum, maximum } = setting;
      const right =
        typeof value === 'number' && value >= minimum && value <= (maximum ?? Number.MAX_SAFE_INTEGER);
      if (right && (kind === 'number' || Number.isInteger(value))) return undefined;
      const range =
        maximum === undefined
          ? l10n.t(', {0} or more', minimum)
          : l10n.t(' from {0} to {1}', minimum, maximum);
      return `${kind === 'integer' ? l10n.t('an integer') : l10n.t('a number')}${range}`;
    }
    case 'toggle':
      return typeof value === 'boolean' ? undefined : l10n.t('true or false');
    case 'choice':
      return setting.choices.some((choice) => choice.value === value)
        ? undefined
        : l10n.t('one of {0}', setting.choices.map((choice) => choice.value).join(', '));
    case 'text':
      return typeof value === 'string' && new RegExp(setting.pattern).test(value) ? undefined : setting.form;
    case 'list': {
      const pattern = new RegExp(setting.pattern);
      const right =
        Array.isArray(value) && value.every((item) => typeof item === 'string' && pattern.test(item));
      return right ? undefined : l10n.t('a list of items that are each {0}', setting.form);
    }
  }
}

/** `ADAPTER_SIZE_FOUR` is 4: the label says it. */
function adapterSize(settings: readonly Setting[], { hyperparameters }: TuningSpec): number | undefined {
  const setting = settings.find(({ key }) => key === 'adapterSize');
  if (setting?.kind !== 'choice') return undefined;
  const chosen = setting.choices.find(({ value }) => value === hyperparameters.adapterSize);
  return chosen && Number(chosen.label);
}

function shortName(model: string): string {
  return model.split('/').at(-1) ?? model;
}

function megabytes(bytes: number): string {
  return l10n.t('{0} MB', Math.round(bytes / 2 ** 20));
}
