// What `jobs`, `wait` and `cancel` do; loaded when one is called.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Where } from '../../base/commandText';
import { counted } from '../../base/numbers';
import { isCancellation, UserError } from '../../base/userError';
import { requestCancellation } from '../../tuning/contract/cancellation';
import { hasEnded, type TuningJob } from '../../tuning/contract/job';
import { jobFacts, jobLine, stateText } from '../../tuning/contract/jobText';
import { mergeJobs, type TuningService } from '../../tuning/contract/service';
import { GoogleApiError } from '../../tuning/google/errors/googleApiError';
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

/** Milliseconds. A service that doesn't answer for longer isn't waited for: a pipeline would hang until it is ended. */
const longestAnswer = 60_000;

/** Calls the service, for so long at most. Rejects when the user interrupts it, too. @param most milliseconds */
async function inTime<Result>(
  ask: (signal: AbortSignal) => Promise<Result>,
  most = longestAnswer,
): Promise<Result> {
  const tooLate = AbortSignal.timeout(Math.ceil(most));
  try {
    return await ask(AbortSignal.any([interruptSignal(), tooLate]));
  } catch (error) {
    if (!tooLate.aborted || error !== tooLate.reason) throw error;
    throw new UserError(`No response within ${counted(Math.ceil(most / 1000), 'second')}.`, 'NO_RESPONSE');
  }
}

/** Lists come newest first as far as the service orders them: no more pages are asked for than are needed. */
async function newest(service: TuningService, most: number): Promise<readonly TuningJob[]> {
  let jobs: readonly TuningJob[] = [];
  const read = async (signal: AbortSignal) => {
    for await (const page of service.list({}, signal)) {
      jobs = mergeJobs(jobs, page);
      if (jobs.length >= most) break;
    }
  };
  await inTime(read, patience);
  return jobs.slice(0, most);
}

/** Milliseconds. A service that fails for longer than this has failed. */
const patience = 10 * 60_000;
/** Milliseconds: a timer takes no more than 24 days. */
const longestSleep = 24 * 60 * 60_000;

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
      const left = isFirst ? longestAnswer : Math.max(1, timeout - (performance.now() - start));
      const job = await inTime((own) => service.get(name, own), Math.min(longestAnswer, left));
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
      // A service that is away for a moment doesn't end the wait; a job that can't be read at all or was deleted does.
      if (isCancellation(error) || isFirst || isGone(error) || performance.now() - answered > patience)
        throw error;
      tell(`${messageOf(error)} Trying again.`);
    }
    const left = timeout - (performance.now() - start);
    if (left <= 0) {
      tell(`Still running: ${name.service}:${name.name}`);
      return Exit.NotDone;
    }
    await sleep(Math.min(interval, left, longestSleep), undefined, { signal });
  }
}

export async function cancelJob(
  options: Common & { readonly name: ServiceName; readonly cancels: boolean },
): Promise<Exit> {
  const { name, cancels } = options;
  const service = serviceNamed(tuningServices(connector(options.where)), name.service);
  const get = () => inTime((signal) => service.get(name, signal));
  const hadEnded = (ended: TuningJob) => {
    tell('The job has ended already.');
    tellJob(ended, options);
    return Exit.Good;
  };
  const job = await get();
  if (hasEnded(job.state)) return hadEnded(job);
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
  const told = await requestCancellation(() => inTime((signal) => service.cancel(job, signal)), get);
  if (told && hasEnded(told.state) && told.state !== 'CANCELLED') return hadEnded(told);
  tell(`Requested the cancellation of ${job.displayName}.`);
  try {
    tellJob(await get(), options);
  } catch (error) {
    if (isCancellation(error)) throw error;
    tell(`Can't read its state after that: ${messageOf(error)}`);
    tellJob(job, options);
  }
  return Exit.Good;
}

/** Of a job that was there: it won't come back. */
function isGone(error: unknown): boolean {
  return error instanceof GoogleApiError && error.google.code === 404;
}

function tellJob(job: TuningJob, { json }: Common): void {
  printLine(json ? JSON.stringify(jobFacts(job)) : jobLine(job));
}
