import { commandText } from '../../base/commandText';
import { readForSplit } from '../../dataset/split/readForSplit';
import { deal } from '../../dataset/split/stratifiedSplit';
import { existing, splitFilesFor, writeSplit } from '../../dataset/split/writeSplit';
import { fileInput, requireDatasetName, withDataset } from '../file';
import { tool } from '../tool';
import { ToolRefusal } from '../toolRefusal';

export const splitDataset = tool({
  name: 'split_dataset',
  title: 'Split Dataset',
  description:
    'Holds out some examples for validation and evaluation: writes FILE.train.jsonl and FILE.validation.jsonl next to a dataset. Duplicates and near-duplicates stay on one side, and classes keep their shares. Files that exist are never replaced.',
  writes: true,
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      share: {
        type: 'number',
        minimum: 0.001,
        maximum: 0.999,
        description: 'Share of the examples to hold out. Default: 0.1.',
      },
      count: {
        type: 'integer',
        minimum: 1,
        description: 'Number of examples to hold out, instead of a share.',
      },
      seed: { type: 'string', maxLength: 100, description: 'The same seed draws the same. Default: "1".' },
      groupBy: {
        type: 'string',
        minLength: 1,
        description: 'Path in the rows, such as "labels.customer": rows with the same value stay together.',
      },
    },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, share = 0.1, count, seed = '1', groupBy }, host, signal) =>
    withDataset(host, name, async (file, pool) => {
      requireDatasetName(file.place);
      const { path, within } = await host.newFile(file.place);
      const files = splitFilesFor(path);
      const there = await existing(files);
      const grouping = groupBy === undefined ? [] : ['--group-by', groupBy];
      const held = count === undefined ? ['--share', `${share}`] : ['--count', `${count}`];
      const byHand = ['split', file.place, ...held, '--seed', seed, ...grouping, '--by-label', '--force'];
      if (there.length > 0)
        throw new ToolRefusal(
          `${there.join(' and ')} already exist, and agents don't replace them. To replace them, the user runs: ${commandText(byHand)}`,
        );
      const { format } = file.options;
      const source = await readForSplit(pool, file.path, {
        nearDuplicates: true,
        signal,
        ...(format === undefined ? {} : { format }),
        ...(groupBy === undefined ? {} : { groupBy }),
      });
      const size = count === undefined ? { share } : { count };
      const dealt = deal(source, { size, seed, byLabel: true });
      await writeSplit(source, dealt, files, { replace: [], within, signal });
      const { training, validation, wanted } = dealt;
      return [
        `${files.training}: ${training} lines. ${files.validation}: ${validation} lines.`,
        `Examples kept together as duplicates or near-duplicates: ${source.groupedExamples} in ${source.groups} groups.`,
        ...(validation < wanted
          ? [`${wanted} were wanted for validation, but larger groups of similar examples stay in training.`]
          : []),
      ].join('\n');
    }),
});
