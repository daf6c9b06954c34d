import { trainingFacts } from '../../tuning/launch/onDisk/trainingFacts';
import { asData, shortened } from '../answer';
import { fileInput, targetFor, targetInput, withDataset } from '../file';
import { tool } from '../tool';

const mostLabels = 30;

export const datasetStatistics = tool({
  name: 'dataset_statistics',
  title: 'Dataset Statistics',
  description:
    'Tells what a dataset holds: format, rows, examples, blank and broken lines, tokens, and for classification its labels with their counts. Sends nothing.',
  input: {
    type: 'object',
    properties: { file: fileInput, target: targetInput },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, target: model }, host) =>
    withDataset(host, name, async (file, pool) => {
      const choices = {
        target: targetFor(model, file),
        epochs: undefined,
        batchSize: undefined,
        isExact: false,
      };
      const facts = await trainingFacts(pool, file, choices, file.options.format);
      const { format, bytes, rows, blank, broken, examples, tokens, labels = [], target } = facts;
      const shown = labels.slice(0, mostLabels).map(({ answer, count }) => ({
        ...{ answer: shortened(answer, 100), count },
      }));
      const about = tokens?.exact ? '' : 'about ';
      return [
        `${file.name}: ${format ?? 'no training data'}, bytes: ${bytes}.`,
        `Rows: ${rows}, examples: ${examples}, blank lines: ${blank}, lines that aren't JSON: ${broken}.`,
        ...(tokens
          ? [
              `Tokens: ${about}${tokens.total} (counted as by ${target ?? 'no model'}${tokens.notCounted.length > 0 ? `, not counted: ${tokens.notCounted.join(', ')}` : ''}).`,
            ]
          : []),
        ...(shown.length > 0
          ? [
              `Labels: ${labels.length}.`,
              asData(
                'the labels of the file',
                shown.map(({ answer, count }) => `${answer}: ${count}`),
              ),
            ]
          : []),
      ].join('\n');
    }),
});
