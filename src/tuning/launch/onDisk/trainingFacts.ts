// What training on a file takes: its rows, tokens, labels, steps and price. Nothing is sent.
import type { ScanPool } from '../../../dataset/scan/blocks';
import { classes } from '../../../dataset/scan/classes';
import { countTokensOf } from '../../../dataset/scan/tokenStatistics';
import { billableTokens, trainingPrice } from '../../../dataset/targets/price';
import { defaultTarget, sourceOf, type Target } from '../../../dataset/targets/target';
import { readRowFile } from '../../../dataset/tools/fileFormat';
import { hyperparameters } from '../../services/geminiApi/settings';

/** What a person has chosen; undefined leaves it to the file and the service. */
export interface TrainingChoices {
  readonly target: Target | undefined;
  readonly epochs: number | undefined;
  readonly batchSize: number | undefined;
  /** Counts the tokens of the whole file, however large. */
  readonly isExact: boolean;
}

export interface TrainingFacts {
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

/**
 * Reads a file of any size.
 * @param name how the person knows it
 * @param chosen id of the format, where somebody has chosen it
 */
export async function trainingFacts(
  pool: ScanPool,
  { path, name }: { readonly path: string; readonly name: string },
  options: TrainingChoices,
  chosen: string | undefined,
): Promise<TrainingFacts> {
  const { reading, format } = await readRowFile(pool, path, chosen);
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
