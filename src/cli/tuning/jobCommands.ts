// What `jobs`, `wait` and `cancel` do; loaded when one is called.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Where } from '../../base/commandText';
import { isCancellation, UserError } from '../../base/userError';
import { hasEnded, type TuningJob } from '../../tuning/contract/job';
import { jobFacts, jobLine, stateText } from '../../tuning/contract/jobText';
import { mergeJobs, type TuningService } from '../../tuning/contract/service';
import { tuningServices } from '../../tuning/services/index';
import { Exit, messageOf } from '../command';
import { connector } from '../connection/connector';
import { type ServiceName, serviceNamed } from '../connection/serviceName';
import { interruptSignal } from '../interrupt';
import { printLine, tell } from '../output';

interface Common {
  readonly json: boolean;
  readonly where: Where;
}

export async function list(
  options: Common & { readonly service: string | undefined; readonly most: number },
): Promise<Exit> {
  const services = tuningServices(connector(options.where));
  const asked = options.service === undefined ? services : [serviceNamed(services, options.service)];
  let exit = Exit.Good;
  const found: TuningJob[] = [];
  for (const service of asked) {
    try {
      found.push(...(await newest(service, options.most)));
    } catch (error) {
      if (isCancellation(error)) throw error;
      tell(`Can't list the jobs of ${service.label}: ${messageOf(error)}`);
      exit = Exit.CouldNotRun;
    }
  }
  const jobs = mergeJobs(found, []);
  if (options.json) printLine(JSON.stringify({ jobs: jobs.map(jobFacts) }));
  else for (const job of jobs) printLine(jobLine(job));
  if (jobs.length === 0 && exit === Exit.Good) tell('No tuning jobs.');
  return exit;
}

/** Lists come newest first as far as the service orders them: no more pages are asked for than are needed. */
async function newest(service: TuningService, most: number): Promise<readonly TuningJob[]> {
  let jobs: readonly TuningJob[] = [];
  for await (const page of service.list({}, interruptSignal())) {
    jobs = mergeJobs(jobs, page);
    if (jobs.length >= most) break;
  }
  return jobs.slice(0, most);
}

/** Milliseconds. A service that fails for longer than this has failed. */
const patience = 10 * 60_000;

export async function waitFor(
  options: Common & {
    readonly name: ServiceName;
    /** Milliseconds. */
    readonly timeout: number | undefined;
    /** Milliseconds. */
    readonly interval: number;
  },
): Promise<Exit> {
  const { name, timeout = Number.POSITIVE_INFINITY, interval } = options;
  const service = serviceNamed(tuningServices(connector(options.where)), name.service);
  const signal = interruptSignal();
  const start = performance.now();
  let answered = start;
  let shown = '';
  for (let isFirst = true; ; isFirst = false) {
    try {
      const job = await service.get(name, signal);
      answered = performance.now();
      if (hasEnded(job.state)) {
        tellJob(job, options);
        return job.state === 'SUCCEEDED' || job.state === 'PARTIALLY_SUCCEEDED'
          ? Exit.Good
          : Exit.ErrorsFound;
      }
      const state = stateText(job);
      if (state !== shown) tell(`${name.service}:${name.name}: ${state}`);
      shown = state;
    } catch (error) {
      // A service that is away for a moment doesn't end the wait; a job that can't be read at all does.
      if (isCancellation(error) || isFirst || performance.now() - answered > patience) throw error;
      tell(`${messageOf(error)} Trying again.`);
    }
    const left = timeout - (performance.now() - start);
    if (left <= 0) {
      tell(`Still running: ${name.service}:${name.name}`);
      return Exit.NotDone;
    }
    await sleep(Math.min(interval, left), undefined, { signal });
  }
}

export async function cancelJob(
  options: Common & { readonly name: ServiceName; readonly cancels: boolean },
): Promise<Exit> {
  const { name, cancels } = options;
  const service = serviceNamed(tuningServices(connector(options.where)), name.service);
  const signal = interruptSignal();
  const job = await service.get(name, signal);
  if (hasEnded(job.state)) {
    tell('The job has ended already.');
    tellJob(job, options);
    return Exit.Good;
  }
  if (!service.can.cancel)
    throw new UserError(
      `${service.label} can't cancel jobs. To stop the training, delete the model in VS Code.`,
      'CANNOT_CANCEL',
    );
  if (!cancels) {
    tellJob(job, options);
    tell("Nothing was sent. To cancel this job, add --yes. It can't be resumed.");
    return Exit.NotDone;
  }
  await service.cancel(job, signal);
  tell(`Requested the cancellation of ${job.displayName}.`);
  tellJob(await service.get(name, signal), options);
  return Exit.Good;
}

function tellJob(job: TuningJob, { json }: Common): void {
  printLine(json ? JSON.stringify(jobFacts(job)) : jobLine(job));
}
