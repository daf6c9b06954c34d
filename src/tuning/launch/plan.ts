import validate from 'validator:../../../media/tunePlan.schema.json';
import * as l10n from '@vscode/l10n';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { UserError } from '../../base/userError';
import type { LaunchRecord } from '../contract/launchRecord';
import type { TuningSpec } from '../contract/spec';

/** Reads a plan file. @throws UserError that names the first thing wrong with it */
export function readPlan(text: string, fileName: string): TuningSpec & { readonly dataset: string } {
  const errors: ParseError[] = [];
  const plan: unknown = parse(text, errors, { allowTrailingComma: true });
  const [broken] = errors;
  if (broken) {
    const line = text.slice(0, broken.offset).split('\n').length;
    throw new UserError(
      l10n.t("Line {0} of {1} isn't valid JSON: {2}.", line, fileName, printParseErrorCode(broken.error)),
      'PLAN_NOT_JSON',
    );
  }
  if (!validate(plan)) {
    // The last error of a service's own part says more than the rule that led there.
    const wrong = validate.errors?.find(({ keyword }) => keyword !== 'if');
    const place = wrong?.instancePath.slice(1).replaceAll('/', '.') || l10n.t('the plan');
    const extra = wrong?.params.additionalProperty;
    throw new UserError(
      `${fileName}: ${place} ${wrong?.message ?? l10n.t('is invalid')}${typeof extra === 'string' ? `: ${extra}` : ''}.`,
      'PLAN_NOT_VALID',
    );
  }
  const { $schema: _, ...spec } = plan as TuningSpec & { dataset: string; $schema?: string };
  return spec;
}

/** A plan that repeats a launch; what is empty is left out. */
export function writePlan(spec: TuningSpec): string {
  const { options, labels, ...rest } = spec;
  const plan = {
    ...rest,
    ...(options && Object.keys(options).length > 0 ? { options } : {}),
    ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
  };
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

/**
 * What a launch of a plan was, so that its result can be traced and repeated.
 * @param spec as it stood in the plan
 */
export function writeRun(record: LaunchRecord, spec: TuningSpec): string {
  const { id, place, data, estimate, confirmedAt, stage } = record;
  const request = 'request' in stage ? stage.request : undefined;
  const run = {
    launch: id,
    launchedAt: new Date(confirmedAt).toISOString(),
    place,
    job: stage.kind === 'created' ? stage.job : null,
    ...(stage.kind === 'created' ? {} : { stage: stage.kind }),
    dataset: {
      file: spec.dataset,
      sha256: data.sha256 ?? null,
      examples: data.examples ?? null,
      ...(request?.datasetUri ? { uri: request.datasetUri } : {}),
    },
    steps: estimate.steps ?? null,
    billableTokens: estimate.billableTokens ?? null,
    price: estimate.price ?? null,
    spec,
  };
  return `${JSON.stringify(run, undefined, 2)}\n`;
}
