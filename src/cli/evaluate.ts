import { type CliCommand, Exit, messageOf, readOptions, UsageError } from './command';
import { tell } from './output';

const usual = { concurrency: 4, format: 'markdown' };

/** `tunewright evaluate DATASET --target …`: asks models what a dataset expects, and says which is better. */
export const evaluate: CliCommand = {
  help: `tunewright evaluate DATASET --target SERVICE:MODEL [--target …] [--out FILE] [--yes] [options]
tunewright evaluate --resume RESULTS [--yes]
tunewright evaluate --compare RESULTS RESULTS
  Sends the prompts of DATASET to each model and measures the responses. The first model is the baseline. Responses
  are saved to RESULTS as they arrive. If the evaluation is interrupted, --resume requests only what's missing.
  --target SERVICE:MODEL  Model to evaluate, such as geminiApi:tunedModels/x or
                          vertexAi:projects/P/locations/L/endpoints/E
  --out FILE              Results file (default: DATASET.MODEL.DATE.eval.jsonl next to DATASET)
  --metric ID             Metric to compute. Repeat for more (default: metrics suggested for the dataset)
  --limit N               Evaluate only N rows, sampled from the whole file
  --training FILE         Training file of the models. Repeat for more. Rows that are in it, or nearly, are skipped
  --with-seen             With --training: evaluate those rows, too, and report them separately
  --temperature N         Temperature (default: service default)
  --schema FILE           JSON Schema that responses should match
  --judge SERVICE:MODEL   Judge model that scores each response
  --rubric FILE           Rubric for the judge model
  --concurrency N         Concurrent requests (default: ${usual.concurrency})
  --rate N                Maximum requests per minute
  --format FORMAT         Report format: markdown, csv, or jsonl (default: ${usual.format})
  --despite-batch         With --resume: also request the rows of a batch that can no longer return responses
  --yes                   Don't ask for confirmation before sending requests that might be billed
  --project PROJECT       Google Cloud project
  --region REGION         Vertex AI region
  --sandbox URL           Use the local sandbox at this URL instead of Google
  Google requests use your Application Default Credentials.`,
  async run(args) {
    const options = readArguments(args);
    try {
      const commands = await import('./evaluateCommand');
      return await commands.perform(options);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      tell(messageOf(error));
      return Exit.CouldNotRun;
    }
  },
};

export interface EvaluateOptions {
  readonly work:
    | { readonly kind: 'new'; readonly dataset: string; readonly targets: readonly TargetName[] }
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
  readonly judge: TargetName | undefined;
  readonly rubric: string | undefined;
  readonly concurrency: number;
  readonly rate: number | undefined;
  readonly format: string;
  readonly yes: boolean;
  readonly despiteBatch: boolean;
  readonly project: string | undefined;
  readonly region: string | undefined;
  readonly sandbox: string | undefined;
}

export interface TargetName {
  readonly service: string;
  readonly model: string;
}

function readArguments(args: readonly string[]): EvaluateOptions {
  const { values, positionals } = readOptions(args, {
    target: { type: 'string', multiple: true },
    resume: { type: 'boolean' },
    compare: { type: 'boolean' },
    out: { type: 'string' },
    metric: { type: 'string', multiple: true },
    limit: { type: 'string' },
    training: { type: 'string', multiple: true },
    'with-seen': { type: 'boolean' },
    temperature: { type: 'string' },
    schema: { type: 'string' },
    judge: { type: 'string' },
    rubric: { type: 'string' },
    concurrency: { type: 'string' },
    rate: { type: 'string' },
    format: { type: 'string' },
    yes: { type: 'boolean' },
    'despite-batch': { type: 'boolean' },
    project: { type: 'string' },
    region: { type: 'string' },
    sandbox: { type: 'string' },
  });
  if (values.sandbox !== undefined && !/^http:\/\/(127\.0\.0\.1|localhost):\d+$/.test(values.sandbox)) {
    throw new UsageError('--sandbox must be a local URL such as http://127.0.0.1:8787.');
  }
  if (values.rubric !== undefined && values.judge === undefined) {
    throw new UsageError('--rubric requires --judge SERVICE:MODEL.');
  }
  return {
    work: readWork(positionals, values),
    out: values.out,
    metrics: values.metric,
    limit: positive('limit', values.limit),
    training: values.training ?? [],
    withSeen: values['with-seen'] ?? false,
    temperature: values.temperature === undefined ? undefined : number('temperature', values.temperature),
    schema: values.schema,
    judge: values.judge === undefined ? undefined : targetName(values.judge),
    rubric: values.rubric,
    concurrency: positive('concurrency', values.concurrency) ?? usual.concurrency,
    rate: positive('rate', values.rate),
    format: values.format ?? usual.format,
    yes: values.yes ?? false,
    despiteBatch: values['despite-batch'] ?? false,
    project: values.project,
    region: values.region,
    sandbox: values.sandbox,
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
  return { kind: 'new', dataset: first, targets: target.map(targetName) };
}

function targetName(text: string): TargetName {
  const [, service, model] = /^(\w+):(.+)$/.exec(text) ?? [];
  if (service === undefined || model === undefined) {
    throw new UsageError(`Invalid model "${text}". Use SERVICE:MODEL, such as geminiApi:tunedModels/x.`);
  }
  return { service, model };
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = number(option, text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${option} must be a whole number of at least 1.`);
  return value;
}

function number(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${option} must be a number.`);
  return value;
}
