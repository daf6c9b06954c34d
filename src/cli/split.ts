import { counted, grouped } from '../base/numbers';
import { isCancellation } from '../base/userError';
import { ScanPool } from '../dataset/scan/blocks';
import { readForSplit } from '../dataset/split/readForSplit';
import { SplitError, type SplitSource } from '../dataset/split/splitSource';
import { deal, type Split, type SplitSize } from '../dataset/split/stratifiedSplit';
import { existing, type SplitFiles, splitFilesFor, writeSplit } from '../dataset/split/writeSplit';
import { type CliOptions, command, Exit, messageOf, numberOf, type Parsed, UsageError } from './command';
import { interruptSignal } from './interrupt';
import { printLine, tell } from './output';

const usual = { share: 0.1, seed: '1' };

const choices = {
  share: {
    type: 'string',
    value: 'SHARE',
    help: `Share of examples to hold out (default: ${usual.share})`,
  },
  count: { type: 'string', value: 'N', help: 'Number of examples to hold out' },
  seed: { type: 'string', value: 'TEXT', help: `Seed for the random split (default: ${usual.seed})` },
  'by-label': {
    type: 'boolean',
    help: 'Stratify by class (default if the outputs are few and short)',
  },
  'no-by-label': { type: 'boolean', help: "Don't stratify by class" },
  'group-by': {
    type: 'string',
    value: 'KEY',
    help: 'Keep examples with the same value in the same file, such as labels.customer',
  },
  'no-near-duplicates': { type: 'boolean', help: "Don't look for near-duplicates" },
  force: { type: 'boolean', help: 'Replace existing files' },
} as const satisfies CliOptions;

/** `tunewright split FILE`: holds some examples back, for validation and evaluation. */
export const split = command({
  name: 'split',
  summary: 'Creates FILE.train.jsonl and FILE.validation.jsonl next to FILE.',
  usage: ['FILE [--share SHARE | --count N] [options]'],
  details:
    'Duplicates, near-duplicates, and examples with the same input are kept in the same file. Blank and invalid lines are kept in the training file.',
  options: choices,
  async run(parsed) {
    const options = readArguments(parsed);
    const pool = new ScanPool();
    try {
      return await splitFile(pool, options);
    } catch (error) {
      if (isCancellation(error)) throw error;
      tell(`Can't split ${options.file}: ${messageOf(error)}`);
      return Exit.CouldNotRun;
    } finally {
      await pool.close();
    }
  },
});

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

function readArguments({ values, positionals }: Parsed<typeof choices>): SplitArguments {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Specify one file to split.');
  if (values.share !== undefined && values.count !== undefined)
    throw new UsageError('Use either --share or --count, not both.');
  if (values['by-label'] && values['no-by-label'])
    throw new UsageError('Use either --by-label or --no-by-label, not both.');
  const size =
    values.count === undefined
      ? { share: numberOf('--share', values.share ?? String(usual.share)) }
      : { count: numberOf('--count', values.count) };
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

async function splitFile(pool: ScanPool, options: SplitArguments): Promise<Exit> {
  const { file, size, seed, byLabel, groupBy, nearDuplicates, force } = options;
  const files = splitFilesFor(file);
  const there = await existing(files);
  if (there.length > 0 && !force)
    throw new SplitError(`${there.join(' and ')} already exist. Use --force to replace them.`);
  const signal = interruptSignal();
  const source = await readForSplit(pool, file, { nearDuplicates, signal, ...(groupBy ? { groupBy } : {}) });
  if (byLabel && !source.labels)
    throw new SplitError('no classes found. The outputs are too many or too long to be classes.');
  const dealt = deal(source, { size, seed, byLabel: byLabel ?? true });
  const replace = force ? Object.values(files) : [];
  await writeSplit(source, dealt, files, { replace, within: process.cwd(), signal });
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
