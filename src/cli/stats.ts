import { counted, grouped } from '../base/numbers';
import { ScanPool } from '../dataset/scan/blocks';
import { dollarsText } from '../dataset/targets/price';
import { findTarget, targets } from '../dataset/targets/target';
import { type TrainingFacts, trainingFacts } from '../tuning/launch/onDisk/trainingFacts';
import { command, Exit, positive, UsageError } from './command';
import { withInputs } from './files/inputs';
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
          const files: TrainingFacts[] = [];
          for (const input of inputs)
            files.push(await trainingFacts(pool, input, options, project.formatOf(input)));
          if (values.json) printLine(JSON.stringify({ files }));
          else for (const line of files.flatMap(linesOf)) printLine(line);
        } finally {
          await pool.close();
        }
        return Exit.Good;
      });
    }),
});

function linesOf(facts: TrainingFacts): string[] {
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
