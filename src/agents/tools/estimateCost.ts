import { dollarsText } from '../../dataset/targets/price';
import { trainingFacts } from '../../tuning/launch/onDisk/trainingFacts';
import { fileInput, targetFor, targetInput, withDataset } from '../file';
import { tool } from '../tool';

export const estimateCost = tool({
  name: 'estimate_cost',
  title: 'Estimate Cost of Tuning',
  description:
    'Estimates what tuning a model on a dataset costs by the list price, with the source and date of the price, and how many tokens Google would bill. Sends nothing and launches nothing: only the user launches tuning jobs.',
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      target: targetInput,
      epochs: {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
        description: 'Passes over the data. Default: 1, or the default of the service.',
      },
    },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, target: model, epochs: asked }, host) =>
    withDataset(host, name, async (file, pool) => {
      const choices = {
        target: targetFor(model, file),
        epochs: asked,
        batchSize: undefined,
        isExact: false,
      };
      const facts = await trainingFacts(pool, file, choices, file.options.format);
      const { examples, tokens, target, epochs, billableTokens, price } = facts;
      const about = tokens?.exact ? '' : 'about ';
      return [
        `${file.name}: ${examples} examples for ${target ?? 'no model'}, epochs: ${epochs}.`,
        ...(billableTokens === undefined ? [] : [`Billable tokens: ${about}${billableTokens}.`]),
        price
          ? `List price: ${about}${dollarsText(price.dollars)}, at ${dollarsText(price.perMillionTokens)} per 1 million tokens (${price.source}).`
          : 'List price: unknown. None is published for this model.',
      ].join('\n');
    }),
});
