import { command, Exit, numberOf, UsageError } from '../command';
import { serviceName } from '../connection/serviceName';
import { connectionOptions, whereOf } from '../connection/where';
import { runTool } from '../files/runTool';

/** `tunewright wait JOB`: for the step of a pipeline after `tune`. */
export const wait = command({
  name: 'wait',
  summary: 'Waits until a tuning job ends.',
  usage: ['JOB [--timeout MINUTES] [--json] [options]'],
  details: 'JOB is SERVICE:NAME, as tune and jobs print it. Waiting changes nothing, and can be interrupted.',
  options: {
    timeout: {
      type: 'string',
      value: 'MINUTES',
      help: 'Stop waiting after so many minutes (default: never)',
    },
    interval: {
      type: 'string',
      value: 'SECONDS',
      help: 'Seconds between two requests for the state of the job (default: 15)',
    },
    json: { type: 'boolean', help: 'Report as JSON' },
    ...connectionOptions,
  },
  exits: {
    [Exit.Good]: 'The job succeeded.',
    [Exit.ErrorsFound]: 'The job failed, expired, or was canceled.',
    [Exit.CouldNotRun]: "The state of the job couldn't be read.",
    [Exit.NotDone]: 'The job is still running at the end of --timeout.',
    [Exit.Canceled]: 'Waiting was interrupted with Ctrl+C. The job goes on.',
  },
  run: ({ values, positionals: [job, ...more] }) => {
    if (job === undefined || more.length > 0) throw new UsageError('Specify one job.');
    const name = serviceName(job, 'job');
    const milliseconds = (option: '--timeout' | '--interval', text: string, unit: number) => {
      const value = numberOf(option, text);
      if (value <= 0) throw new UsageError(`${option} must be greater than 0.`);
      return value * unit;
    };
    const { timeout, interval = '15', json = false } = values;
    const options = {
      name,
      timeout: timeout === undefined ? undefined : milliseconds('--timeout', timeout, 60_000),
      interval: milliseconds('--interval', interval, 1000),
      json,
      where: whereOf(values),
    };
    return runTool(async () => (await import('./jobCommands')).waitFor(options));
  },
});
