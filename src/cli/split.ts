import { counted, grouped } from '../base/numbers';
import { ScanPool } from '../dataset/scan/blocks';
import { readForSplit, SplitError, type SplitSource } from '../dataset/split/readForSplit';
import { deal, type Split, type SplitSize } from '../dataset/split/stratifiedSplit';
import { existing, type SplitFiles, splitFilesFor, writeSplit } from '../dataset/split/writeSplit';
import { type CliCommand, Exit, messageOf, readOptions, UsageError } from './command';
import { printLine, tell } from './output';

const usual = { share: 0.1, seed: '1' };

/** `tunewright split FILE`: holds some examples back, for validation and evaluation. */
export const split: CliCommand = {
  help: `tunewright split FILE [--share SHARE | --count N] [--seed TEXT] [--by-label | --no-by-label]
                      [--group-by KEY] [--no-near-duplicates] [--force]
  Creates FILE.train.jsonl and FILE.validation.jsonl next to FILE. Duplicates, near-duplicates, and examples with
  the same input are kept in the same file. Blank and invalid lines are kept in the training file.
  --share SHARE         Share of examples to hold out (default: ${usual.share})
  --count N             Number of examples to hold out
  --seed TEXT           Seed for the random split (default: ${usual.seed})
  --by-label            Stratify by class (default if the outputs are few and short)
  --no-by-label         Don't stratify by class
  --group-by KEY        Keep examples with the same value in the same file, such as labels.customer
  --no-near-duplicates  Don't look for near-duplicates
  --force               Replace existing files`,
  async run(args) {
    const options = readArguments(args);
    const pool = new ScanPool();
    try {
      return await splitFile(pool, options);
    } catch (error) {
      tell(`Can't split ${options.file}: ${messageOf(error)}`);
      return Exit.CouldNotRun;
    } finally {
      await pool.close();
    }
  },
};

interface SplitArguments {
  readonly file: string;
  readonly size: SplitSize;
  readonly seed: string;
  /** Undefined leaves it to the file. */
  readonly byLabel: boolean | undefined;
  readonly groupBy: string | undefined;
  readonly nearDuplicates: boolean;
  readonly force: boolean;
}

function readArguments(args: readonly string[]): SplitArguments {
  const { values, positionals } = readOptions(args, {
    share: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
    'by-label': { type: 'boolean' },
    'no-by-label': { type: 'boolean' },
    'group-by': { type: 'string' },
    'no-near-duplicates': { type: 'boolean' },
    force: { type: 'boolean' },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Specify one file to split.');
  if (values.share !== undefined && values.count !== undefined)
    throw new UsageError('Use either --share or --count, not both.');
  if (values['by-label'] && values['no-by-label'])
    throw new UsageError('Use either --by-label or --no-by-label, not both.');
  const size =
    values.count === undefined
      ? { share: number('share', values.share ?? String(usual.share)) }
      : { count: number('count', values.count) };
  return {
    file,
    size,
    seed: values.seed ?? usual.seed,
    byLabel: values['by-label'] ?? (values['no-by-label'] ? false : undefined),
    groupBy: values['group-by'],
    nearDuplicates: !values['no-near-duplicates'],
    force: values.force ?? false,
  };
}

function number(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new UsageError(`--${option} must be a number.`);
  return value;
}

async function splitFile(pool: ScanPool, options: SplitArguments): Promise<Exit> {
  const { file, size, seed, byLabel, groupBy, nearDuplicates, force } = options;
  const files = splitFilesFor(file);
  const there = await existing(files);
  if (there.length > 0 && !force)
    throw new SplitError(`${there.join(' and ')} already exist. Use --force to replace them.`);
  const source = await readForSplit(pool, file, { nearDuplicates, ...(groupBy ? { groupBy } : {}) });
  if (byLabel && !source.labels)
    throw new SplitError('no classes found. The outputs are too many or too long to be classes.');
  const dealt = deal(source, { size, seed, byLabel: byLabel ?? true });
  const replace = force ? Object.values(files) : [];
  await writeSplit(source, dealt, files, { replace, within: process.cwd() });
  for (const line of report(source, dealt, files)) printLine(line);
  return Exit.Good;
}

function report(source: SplitSource, dealt: Split, files: SplitFiles): string[] {
  const { blank, broken, invalid, groups, groupedExamples, labels } = source;
  const leftOut = [
    blank > 0 ? `${blank} blank` : '',
    broken > 0 ? `${broken} invalid JSON` : '',
    invalid > 0 ? `${invalid} not in the file's format` : '',
  ].filter((text) => text !== '');
  return [
    `${files.training}: ${counted(dealt.training, 'line')}`,
    `${files.validation}: ${counted(dealt.validation, 'line')}`,
    ...(dealt.validation < dealt.wanted
      ? [
          `${grouped(dealt.wanted)} were requested, but larger groups of similar examples were kept in the training file.`,
        ]
      : []),
    ...(groups > 0
      ? [`${counted(groupedExamples, 'example')} are in ${counted(groups, 'group')} that were kept together.`]
      : []),
    ...(labels ?? []).map(
      ({ answer, count }, index) => `"${answer}": ${dealt.labels[index]} of ${count} in validation`,
    ),
    ...(leftOut.length > 0 ? [`Lines kept in the training file: ${leftOut.join(', ')}.`] : []),
  ];
}
