import { counted, grouped } from '../base/numbers';
import { ScanPool } from '../dataset/scan/blocks';
import { classes } from '../dataset/scan/fileScan';
import { countTokensOf } from '../dataset/scan/tokenStatistics';
import { billableTokens, dollarsText, trainingPrice } from '../dataset/targets/price';
import { defaultTarget, findTarget, sourceOf, type Target, targets } from '../dataset/targets/target';
import { readRowFile } from '../dataset/tools/fileFormat';
import { hyperparameters } from '../tuning/services/geminiApi/settings';
import { command, Exit, positive, UsageError } from './command';
import { type Input, withInputs } from './files/inputs';
import { findProject } from './files/project';
import { runTool } from './files/runTool';
import { printLine } from './output';

/** `tunewright stats FILE… --target MODEL`: what training on a file takes. */
export const stats = command({
  name: 'stats',
  summary: 'Reports the rows, tokens, labels, training steps, and training price of datasets.',
  usage: ['FILE… [--target MODEL] [--epochs N] [--batch-size N] [--exact] [--json]'],
  details: 'Nothing is sent. Prices are list prices with their source and date.',
  options: {
    target: {
      type: 'string',
      value: 'MODEL',
      help: `Model to train: ${targets.map(({ id }) => id).join(', ')} (default: a model that supports the format)`,
    },
    epochs: {
      type: 'string',
      value: 'N',
      help: 'Passes over the data (default: 1, or the default of the service)',
    },
    'batch-size': { type: 'string', value: 'N', help: 'Examples per training step, for the number of steps' },
    exact: {
      type: 'boolean',
      help: 'Count the tokens of the whole file (default: of larger files, only the start is counted)',
    },
    json: { type: 'boolean', help: 'Report as JSON' },
  },
  run: ({ values, positionals }) =>
    runTool(async () => {
      const project = await findProject();
      const { target: model = project.target } = values;
      const target = model === undefined ? undefined : findTarget(model);
      if (model !== undefined && !target) throw new UsageError(`Unknown target model "${model}".`);
      const options = {
        target,
        epochs: values.epochs === undefined ? undefined : positive('--epochs', values.epochs),
        batchSize:
          values['batch-size'] === undefined ? undefined : positive('--batch-size', values['batch-size']),
        isExact: values.exact ?? false,
      };
      return withInputs(positionals, async (inputs) => {
        const pool = new ScanPool();
        try {
          const files: Facts[] = [];
          for (const input of inputs)
            files.push(await factsOf(pool, input, options, project.formatOf(input)));
          if (values.json) printLine(JSON.stringify({ files }));
          else for (const line of files.flatMap(linesOf)) printLine(line);
        } finally {
          await pool.close();
        }
        return Exit.Good;
      });
    }),
});

interface StatsOptions {
  readonly target: Target | undefined;
  readonly epochs: number | undefined;
  readonly batchSize: number | undefined;
  readonly isExact: boolean;
}

interface Facts {
  readonly path: string;
  readonly bytes: number;
  /** Id; absent when the file is no training data. */
  readonly format?: string;
  readonly rows: number;
  readonly blank: number;
  readonly broken: number;
  readonly examples: number;
  readonly tokens?: {
    readonly total: number;
    readonly exact: boolean;
    readonly notCounted: readonly string[];
  };
  readonly labels?: readonly { readonly answer: string; readonly count: number }[];
  readonly target?: string;
  readonly epochs: number;
  /** Absent when nobody knows how many examples a step takes. */
  readonly steps?: number;
  readonly billableTokens?: number;
  /** Absent when nobody publishes a price. */
  readonly price?: { readonly dollars: number; readonly perMillionTokens: number; readonly source: string };
}

async function factsOf(
  pool: ScanPool,
  { path, name }: Input,
  options: StatsOptions,
  named: string | undefined,
): Promise<Facts> {
  const { reading, format } = await readRowFile(pool, path, named);
  const { pass, file } = reading;
  const target = options.target ?? (format && defaultTarget(format.id));
  const most = options.isExact ? { most: Number.POSITIVE_INFINITY } : {};
  const tokens = format && (await countTokensOf(file, format, target, most));
  const { classes: labels } = classes(pass);
  const usual = target?.service === 'geminiApi' ? defaultsOfGeminiApi : undefined;
  const epochs = options.epochs ?? usual?.epochs ?? 1;
  const batchSize = options.batchSize ?? usual?.batchSize;
  const billable = tokens && billableOf(tokens.total * epochs, format?.id, pass);
  const price = billable === undefined ? undefined : trainingPrice(billable, target);
  return {
    path: name,
    bytes: file.size,
    ...(format ? { format: format.id } : {}),
    rows: pass.lines - pass.blankLines,
    blank: pass.blankLines,
    broken: pass.brokenLines,
    examples: pass.examples,
    ...(tokens ? { tokens } : {}),
    ...(labels ? { labels } : {}),
    ...(target ? { target: target.id } : {}),
    epochs,
    ...(batchSize === undefined ? {} : { steps: Math.ceil((pass.examples * epochs) / batchSize) }),
    ...(billable === undefined ? {} : { billableTokens: billable }),
    ...(price && target?.trainingPrice
      ? {
          price: {
            ...price,
            perMillionTokens: target.trainingPrice.value,
            source: sourceOf(target.trainingPrice),
          },
        }
      : {}),
  };
}

function billableOf(
  tokens: number,
  format: string | undefined,
  { input, output }: { readonly input: { total: number }; readonly output: { total: number } },
): number {
  const promptShare = input.total / Math.max(1, input.total + output.total);
  return Math.ceil(billableTokens(tokens, promptShare, format === 'vertexPreference'));
}

const defaultsOfGeminiApi = {
  epochs: defaultOf('epochCount'),
  batchSize: defaultOf('batchSize'),
};

function defaultOf(key: string): number | undefined {
  const setting = hyperparameters.find((one) => one.key === key);
  return setting && 'default' in setting && typeof setting.default === 'number' ? setting.default : undefined;
}

function linesOf(facts: Facts): string[] {
  const { rows, blank, broken, examples, tokens, labels, target, epochs, steps, price } = facts;
  const about = tokens?.exact ? '' : '≈ ';
  const others = [
    ...(blank > 0 ? [counted(blank, 'blank line')] : []),
    ...(broken > 0 ? [`${grouped(broken)} invalid JSON`] : []),
  ];
  const label = target === undefined ? undefined : (findTarget(target)?.label ?? target);
  return [
    `${facts.path}: ${facts.format ?? 'not training data'}`,
    `  Rows: ${grouped(rows)}${others.length > 0 ? ` (${others.join(', ')})` : ''}. Examples: ${grouped(examples)}`,
    ...(tokens ? [`  Tokens: ${about}${grouped(tokens.total)}`] : []),
    ...(labels
      ? [`  Labels: ${labels.map(({ answer, count }) => `"${answer}" ${grouped(count)}`).join(', ')}`]
      : []),
    ...(label === undefined ? [] : [`  Model: ${label}, ${counted(epochs, 'epoch')}`]),
    steps === undefined
      ? '  Steps: unknown. Specify the examples per step with --batch-size.'
      : `  Steps: ${grouped(steps)}`,
    price
      ? `  Training price: ${about}${dollarsText(price.dollars)} for ${about}${counted(facts.billableTokens ?? 0, 'token')}, at ${dollarsText(price.perMillionTokens)} per 1 million (${price.source})`
      : '  Training price: unknown.',
  ];
}
