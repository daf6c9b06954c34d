import { command, Exit, UsageError } from '../command';
import { serviceName } from '../connection/serviceName';
import { connectionOptions, whereOf } from '../connection/where';
import { runTool } from '../files/runTool';

/** `tunewright cancel JOB`. */
export const cancel = command({
  name: 'cancel',
  summary: 'Shows a tuning job and, with --yes, cancels it.',
  usage: ['JOB --yes [--json] [options]', 'JOB'],
  details:
    "JOB is SERVICE:NAME, as tune and jobs print it. A canceled job can't be resumed, and Google bills the training so far.",
  options: {
    yes: { type: 'boolean', help: 'Cancel the job' },
    json: { type: 'boolean', help: 'Report as JSON' },
    ...connectionOptions,
  },
  exits: {
    [Exit.Good]: 'Cancellation was requested, or the job ended before.',
    [Exit.CouldNotRun]: "The job wasn't canceled.",
    [Exit.NotDone]: 'The job can be canceled. Nothing was sent, because --yes is missing.',
  },
  run: ({ values, positionals: [job, ...more] }) => {
    if (job === undefined || more.length > 0) throw new UsageError('Specify one job.');
    const { yes = false, json = false } = values;
    const options = { name: serviceName(job, 'job'), cancels: yes, json, where: whereOf(values) };
    return runTool(async () => (await import('./jobCommands')).cancelJob(options));
  },
});
