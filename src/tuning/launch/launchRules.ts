import * as l10n from '@vscode/l10n';
import { anyOf, counted } from '../../base/numbers';
import { type Target, targets } from '../../dataset/targets/target';
import { hasEnded, modelOf, type TuningJob } from '../contract/job';
import { mergeJobs, type TuningService } from '../contract/service';
import { evaluationNeedsBucket, lacksPlaceOfResults, methodOf, type TuningSpec } from '../contract/spec';

export interface Verdict {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Milliseconds. A launch waits no longer to hear of jobs of others. */
const patience = 10_000;

/**
 * The jobs that a launch would run beside, and those that it may go on from: what is known here, and what the service
 * says is running, for jobs of others and of other regions share its quota. Only what is known here when it can't be asked.
 * @param region where the launch goes
 */
export async function jobsBeside(
  { jobsAtOnce }: Pick<TuningService, 'jobsAtOnce'>,
  known: readonly TuningJob[],
  region: string,
): Promise<readonly TuningJob[]> {
  const regions = new Set([region, ...known.flatMap(({ spec }) => spec.region ?? [])]);
  try {
    return mergeJobs(known, (await jobsAtOnce?.running([...regions], AbortSignal.timeout(patience))) ?? []);
  } catch {
    return known;
  }
}

interface Surroundings {
  readonly service: Pick<TuningService, 'id' | 'methods' | 'jobsAtOnce'>;
  readonly target: Target | undefined;
  readonly region: string;
  /** See `jobsBeside`. */
  readonly jobs: readonly TuningJob[];
}

/** What a service holds a launch to besides its figures: by which methods, from what, and beside which other jobs. */
export function judgeByJobs(spec: TuningSpec, around: Surroundings): Verdict {
  const parts = [
    methodRule(spec, around),
    continuationRules(spec, around),
    quotaRule(around),
    evaluationRule(spec, around),
  ];
  return {
    errors: parts.flatMap(({ errors = [] }) => errors),
    warnings: parts.flatMap(({ warnings = [] }) => warnings),
  };
}

function methodRule(spec: TuningSpec, { service, target }: Surroundings): Partial<Verdict> {
  const method = service.methods.find((one) => one.method === methodOf(spec));
  if (!method || !target || target.formats.length === 0 || target.formats.includes(method.datasetFormat))
    return {};
  const suitable = targets.filter(
    ({ service: id, retired, formats }) =>
      id === service.id && !retired && formats.includes(method.datasetFormat),
  );
  const names = anyOf(suitable.map(({ label }) => label));
  return {
    errors: [
      l10n.t(
        "{0} can't be tuned with the method {1}.{2}",
        target.label,
        method.label,
        names === '' ? '' : l10n.t(' Choose {0}.', names),
      ),
    ],
  };
}

/** The first day on which models could be tuned that others can be tuned on from: Google's page on tuning, 2026. */
const firstContinuable = '2025-07-11';

/** Google's rules of continued tuning: supervised tuning goes on from supervised, with the same key, in the same region. */
function continuationRules(spec: TuningSpec, { jobs, region }: Surroundings): Partial<Verdict> {
  const { startFrom, options, displayName } = spec;
  const job = madeBy(startFrom, jobs);
  if (job === undefined) return {};
  const { displayName: before, createTime, spec: first, otherMethod } = job;
  const place = first.region;
  const errors = [
    ...(otherMethod
      ? [
          l10n.t(
            '{0} was tuned with the method {1}. Only that method can continue from it.',
            before,
            otherMethod.label,
          ),
        ]
      : []),
    ...(options?.kmsKeyName === first.options?.kmsKeyName
      ? []
      : [
          l10n.t(
            'Use the encryption key that {0} was tuned with{1}.',
            before,
            first.options?.kmsKeyName ? `: ${first.options.kmsKeyName}` : l10n.t(', which is none'),
          ),
        ]),
  ];
  const warnings = [
    ...(methodOf(first) === 'preference'
      ? [
          l10n.t(
            '{0} was tuned on preferences. Google documents continuous tuning only for supervised tuning.',
            before,
          ),
        ]
      : []),
    ...(createTime !== undefined && createTime < Date.parse(firstContinuable)
      ? [
          l10n.t(
            "{0} was tuned before {1}. Google doesn't continue from models that old.",
            before,
            firstContinuable,
          ),
        ]
      : []),
    ...(place !== undefined && place !== region
      ? [
          l10n.t(
            '{0} was tuned in {1}, and this job would run in {2}. Google might not continue in another region.',
            before,
            place,
            region,
          ),
        ]
      : []),
    ...(displayName === before
      ? [l10n.t('This job adds a version to the model {0}. To create a new model, use another name.', before)]
      : []),
  ];
  return { errors, warnings };
}

/** The region to go on in from a tuned model: that of the job that made it. Undefined: it is not known. */
export function regionToContinue(
  { startFrom }: Pick<TuningSpec, 'startFrom'>,
  jobs: readonly TuningJob[],
): string | undefined {
  return madeBy(startFrom, jobs)?.spec.region;
}

function madeBy(startFrom: TuningSpec['startFrom'], jobs: readonly TuningJob[]): TuningJob | undefined {
  return startFrom && jobs.find((one) => modelOf(one)?.model === startFrom.model);
}

function quotaRule({ service: { jobsAtOnce }, jobs }: Surroundings): Partial<Verdict> {
  const running = jobs.filter(({ state }) => !hasEnded(state)).length;
  if (jobsAtOnce === undefined || running < jobsAtOnce.value) return {};
  return {
    warnings: [
      l10n.t(
        'Running now: {0}. Every project can run at least {1} at a time across all regions ({2}). This job might wait until the others end, or fail because of the quota.',
        counted(running, 'job'),
        counted(jobsAtOnce.value, 'tuning job'),
        jobsAtOnce.source,
      ),
    ],
  };
}

/** Google evaluates by itself only in one region, and only what was tuned from Gemini 2.5: its page on tuning, 2026-09-25. */
function evaluationRule(spec: TuningSpec, { target, region }: Surroundings): Partial<Verdict> {
  if (spec.options?.evaluationConfig === undefined) return {};
  if (region !== 'us-central1')
    return {
      errors: [
        l10n.t(
          'Google evaluates checkpoints in us-central1 only, not in {0}. Remove the evaluation.',
          region,
        ),
      ],
    };
  if (target && !target.id.startsWith('gemini-2.5-'))
    return {
      errors: [l10n.t("Google doesn't evaluate checkpoints of {0}. Remove the evaluation.", target.label)],
    };
  if (spec.bucket === undefined && lacksPlaceOfResults(spec, spec.dataset))
    return { errors: [evaluationNeedsBucket] };
  return {
    warnings: [
      ...(spec.validation === undefined
        ? [
            l10n.t(
              'Google evaluates checkpoints with the validation file. Select one, or remove the evaluation.',
            ),
          ]
        : []),
      l10n.t(
        'Google bills the evaluation of checkpoints as batch prediction. Examples with files make the job fail.',
      ),
    ],
  };
}
