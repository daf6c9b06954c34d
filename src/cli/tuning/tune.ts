import { planEnding } from '../../tuning/launch/planNames';
import { command, Exit, UsageError } from '../command';
import { connectionOptions, whereOf } from '../connection/where';
import { runTool } from '../files/runTool';

/** `tunewright tune PLAN`: the launch of a plan, for pipelines. */
export const tune = command({
  name: 'tune',
  summary: 'Checks a tuning plan and, with --yes, launches its job.',
  usage: ['PLAN --yes [--json] [options]', 'PLAN'],
  details:
    "PLAN is a *.tune.json file as VS Code saves it. The command checks the files, the base model's limits, and the service, then prints the account, project, region, price, and where files are uploaded. With --yes, it sends one request. If the response is lost, it looks for the job and never sends a second request. Run again with the same plan and files, it finds that job instead of launching another. Files count as the same by their content, wherever they are. Files in Cloud Storage can't be compared, so there a job that is known to exist doesn't stop another launch. What is known of each launch is kept in ~/.tunewright/launches, so keep that folder between runs of a pipeline. A record there that can't be read stops the launch. Next to PLAN, a *.run.json file records the launch.",
  options: {
    yes: { type: 'boolean', help: 'Launch the job. Google bills it to the project' },
    again: {
      type: 'boolean',
      help: 'With --yes: launch again although an earlier launch of the same plan and files created its job, or might have',
    },
    'break-lock': {
      type: 'boolean',
      help: "Launch although another process holds the plan's lock, if it gave no sign of life for 10 minutes, such as in a container that has ended",
    },
    json: { type: 'boolean', help: 'Report as JSON' },
    ...connectionOptions,
  },
  exits: {
    [Exit.Good]: 'The job was created, or the job of an earlier launch was found.',
    [Exit.ErrorsFound]: 'The service rejected the launch. There is no job.',
    [Exit.CouldNotRun]: "The plan can't be launched. Nothing was sent.",
    [Exit.NotDone]:
      'Nothing was sent: --yes is missing, or the job of an earlier launch was deleted and --again is missing.',
    [Exit.Unclear]: 'The request was sent, but the response was lost. A job might exist.',
    [Exit.Canceled]: 'Canceled with Ctrl+C before the request was sent. There is no job.',
  },
  run: ({ values, positionals: [plan, ...more] }) => {
    if (plan === undefined || more.length > 0) throw new UsageError('Specify one plan.');
    if (!plan.endsWith(planEnding))
      throw new UsageError(`${plan} isn't a plan. The name of a plan ends with ${planEnding}.`);
    const { yes = false, again = false, json = false, 'break-lock': breaksLocks = false } = values;
    if (again && !yes) throw new UsageError('--again requires --yes.');
    const where = whereOf(values);
    return runTool(async () =>
      (await import('./tuneCommand')).tunePlan({ plan, launches: yes, again, breaksLocks, json, where }),
    );
  },
});
