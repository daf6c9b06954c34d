import type { Where } from '../base/commandText';
import {
  type CliOptions,
  command,
  Exit,
  messageOf,
  numberOf,
  type Parsed,
  positive,
  UsageError,
} from './command';
import { type ServiceName, serviceName } from './connection/serviceName';
import { connectionOptions, whereOf } from './connection/where';
import { tell } from './output';

const usual = { concurrency: 4, format: 'markdown' };

const choices = {
  resume: { type: 'boolean', help: 'Request the missing responses of RESULTS' },
  compare: { type: 'boolean', help: 'Compare two results files' },
  target: {
    type: 'string',
    multiple: true,
    value: 'SERVICE:MODEL',
    help: 'Model to evaluate, such as geminiApi:tunedModels/x or vertexAi:projects/P/locations/L/endpoints/E',
  },
  out: {
    type: 'string',
    value: 'FILE',
    help: 'Results file (default: DATASET.MODEL.DATE.eval.jsonl next to DATASET)',
  },
  metric: {
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'Metric to compute. Repeat for more (default: metrics suggested for the dataset)',
  },
  limit: { type: 'string', value: 'N', help: 'Evaluate only N rows, sampled from the whole file' },
  training: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'Training file of the models. Repeat for more. Rows that are in it, or nearly, are skipped',
  },
  'with-seen': {
    type: 'boolean',
    help: 'With --training: evaluate those rows, too, and report them separately',
  },
  temperature: { type: 'string', value: 'N', help: 'Temperature (default: service default)' },
  schema: { type: 'string', value: 'FILE', help: 'JSON Schema that responses should match' },
  judge: { type: 'string', value: 'SERVICE:MODEL', help: 'Judge model that scores each response' },
  rubric: { type: 'string', value: 'FILE', help: 'Rubric for the judge model' },
  concurrency: { type: 'string', value: 'N', help: `Concurrent requests (default: ${usual.concurrency})` },
  rate: { type: 'string', value: 'N', help: 'Maximum requests per minute' },
  format: {
    type: 'string',
    value: 'FORMAT',
    help: `Report format: markdown, csv, or jsonl (default: ${usual.format})`,
  },
  require: {
    type: 'string',
    multiple: true,
    value: 'ID=VALUE',
    help: "Exit with 1 unless each model reaches this value, such as exact-match=0.8. With several models, the baseline isn't held to it. Repeat for more",
  },
  'not-worse': {
    type: 'string',
    multiple: true,
    value: 'ID',
    help: "Exit with 1 if a model is significantly worse than the baseline by this metric, or can't be compared. Repeat for more",
  },
  'despite-batch': {
    type: 'boolean',
    help: 'With --resume: also request the rows of a batch that can no longer return responses',
  },
  'break-lock': {
    type: 'boolean',
    help: 'With --resume: continue although another process holds the lock of RESULTS, if it gave no sign of life for 10 minutes, such as in a container that has ended',
  },
  yes: { type: 'boolean', help: "Don't ask for confirmation before sending requests that might be billed" },
  ...connectionOptions,
} as const satisfies CliOptions;

/** `tunewright evaluate DATASET --target …`: asks models what a dataset expects, and says which is better. */
export const evaluate = command({
  name: 'evaluate',
  summary: 'Sends the prompts of DATASET to each model and measures the responses.',
  usage: [
    'DATASET --target SERVICE:MODEL [--target …] [--out FILE] [--yes] [options]',
    '--resume RESULTS [--yes]',
    '--compare RESULTS RESULTS',
  ],
  details:
    "The first model is the baseline. Responses are saved to RESULTS as they arrive. If the evaluation is interrupted, --resume requests only what's missing. With --require or --not-worse, a model that has no response to some examples fails. Google requests use your Application Default Credentials.",
  options: choices,
  exits: {
    [Exit.ErrorsFound]: "Done, but some requests failed, or a model doesn't meet --require or --not-worse.",
    [Exit.CouldNotRun]: "The command couldn't run, or was interrupted. Responses that arrived are saved.",
  },
  async run(parsed) {
    const options = readArguments(parsed);
    try {
      const commands = await import('./evaluateCommand');
      return await commands.perform(options);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      tell(messageOf(error));
      return Exit.CouldNotRun;
    }
  },
});

export interface EvaluateOptions extends Where {
  readonly work:
    | { readonly kind: 'new'; readonly dataset: string; readonly targets: readonly ServiceName[] }
    | { readonly kind: 'resume'; readonly results: string }
    | { readonly kind: 'compare'; readonly results: readonly [string, string] };
  readonly out: string | undefined;
  readonly metrics: readonly string[] | undefined;
  readonly limit: number | undefined;
  /** Files that the models were tuned on. */
  readonly training: readonly string[];
  readonly withSeen: boolean;
  readonly temperature: number | undefined;
  readonly schema: string | undefined;
  readonly judge: ServiceName | undefined;
  readonly rubric: string | undefined;
  readonly concurrency: number;
  readonly rate: number | undefined;
  readonly format: string;
  /** As `METRIC=VALUE`. */
  readonly required: readonly string[];
  /** Metrics. */
  readonly notWorse: readonly string[];
  readonly yes: boolean;
  readonly despiteBatch: boolean;
  /** Locks of silent processes are taken away. */
  readonly breaksLock: boolean;
}

function readArguments({ values, positionals }: Parsed<typeof choices>): EvaluateOptions {
  const where = whereOf(values);
  if (values.rubric !== undefined && values.judge === undefined) {
    throw new UsageError('--rubric requires --judge SERVICE:MODEL.');
  }
  return {
    work: readWork(positionals, values),
    out: values.out,
    metrics: values.metric,
    limit: positiveOf('limit', values.limit),
    training: values.training ?? [],
    withSeen: values['with-seen'] ?? false,
    temperature: values.temperature === undefined ? undefined : numberOf('--temperature', values.temperature),
    schema: values.schema,
    judge: values.judge === undefined ? undefined : serviceName(values.judge, 'model'),
    rubric: values.rubric,
    concurrency: positiveOf('concurrency', values.concurrency) ?? usual.concurrency,
    rate: positiveOf('rate', values.rate),
    format: values.format ?? usual.format,
    required: values.require ?? [],
    notWorse: values['not-worse'] ?? [],
    yes: values.yes ?? false,
    despiteBatch: values['despite-batch'] ?? false,
    breaksLock: values['break-lock'] ?? false,
    ...where,
  };
}

function readWork(
  [first, second, ...more]: readonly string[],
  { resume, compare, target }: { resume?: boolean; compare?: boolean; target?: readonly string[] },
): EvaluateOptions['work'] {
  if (compare) {
    if (first === undefined || second === undefined || more.length > 0) {
      throw new UsageError('Specify two results files to compare.');
    }
    return { kind: 'compare', results: [first, second] };
  }
  if (first === undefined || second !== undefined) {
    throw new UsageError(resume ? 'Specify one results file to resume.' : 'Specify one dataset.');
  }
  if (resume) return { kind: 'resume', results: first };
  if (!target) throw new UsageError('Specify at least one model with --target SERVICE:MODEL.');
  return { kind: 'new', dataset: first, targets: target.map((one) => serviceName(one, 'model')) };
}

function positiveOf(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : positive(`--${option}`, text);
}
