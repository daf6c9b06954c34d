// What `tunewright tune` does; loaded when it is called.
import { homedir } from 'node:os';
import path from 'node:path';
import { assertNever } from '../../base/assertNever';
import { commandText, type Where } from '../../base/commandText';
import { writeWhole } from '../../base/files/draft';
import { isCancellation, UserError } from '../../base/userError';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import type { TuningService } from '../../tuning/contract/service';
import { GoogleApiError } from '../../tuning/google/errors/googleApiError';
import type { LaunchProgress } from '../../tuning/launch/launches';
import { PlanLaunches, PlanLocked, type PlanOutcome } from '../../tuning/launch/onDisk/launchPlan';
import { judgePlan, openPlan, type PlanOnDisk } from '../../tuning/launch/onDisk/planOnDisk';
import { writeRun } from '../../tuning/launch/plan';
import { runFileName } from '../../tuning/launch/planNames';
import { tuningServices } from '../../tuning/services/index';
import { Exit, messageOf } from '../command';
import { connector, realmOf } from '../connection/connector';
import { serviceNamed } from '../connection/serviceName';
import { findProject } from '../files/project';
import { interruptSignal } from '../interrupt';
import { lockAdvice, tellUnlocked } from '../lockAdvice';
import { printLine, tell } from '../output';
import { type LaunchFacts, launchFacts, launchLines } from './launchText';

export interface TuneOptions {
  readonly plan: string;
  /** The user has said yes to what it costs. */
  readonly launches: boolean;
  /** Also when an earlier one has made a job, or may have. */
  readonly again: boolean;
  /** Locks of silent processes are taken away. */
  readonly breaksLocks: boolean;
  readonly json: boolean;
  readonly where: Where;
}

/** How it ended, as `--json` names it. */
type State = 'checked' | 'created' | 'found' | 'deleted' | 'rejected' | 'unclear';

interface Told {
  readonly state: State;
  readonly exit: Exit;
  readonly line: string;
  readonly record?: LaunchRecord;
  /** Resource names. */
  readonly jobs?: readonly string[];
}

export async function tunePlan(options: TuneOptions): Promise<Exit> {
  const connect = connector(options.where);
  const services = tuningServices(connect);
  const project = await findProject();
  const plan = await openPlan(options.plan, (file) => {
    const format = project.formatOf({ path: file, name: file, isPiped: false });
    return { severities: project.severities, ...(format === undefined ? {} : { format }) };
  });
  const service = serviceNamed(services, plan.spec.service);
  const connection = await connect(interruptSignal());
  const judged = await judgePlan(plan, service, connection);
  if (judged.errors.length > 0)
    throw new UserError(
      `Can't launch ${options.plan}: ${judged.errors.join(' ')} Nothing was sent.`,
      'PREFLIGHT',
    );
  const isSandbox = options.where.sandbox !== undefined;
  const facts = { plan, judged, service, connection, isSandbox };
  // Where the job would run: a plan without a region is the same as one that names the region of --region.
  const region = service.tuningRegions ? (plan.spec.region ?? connection.region) : 'global';
  for (const line of launchLines(facts)) tell(line);
  const launches = new PlanLaunches({
    services,
    folder: path.join(homedir(), '.tunewright', 'launches'),
    place: `${await realmOf(options.where)}/${connection.project}/${region}`,
    account: isSandbox ? 'sandbox' : 'applicationDefault',
    breaksLocks: options.breaksLocks,
    onError: (error) => tell(`Can't save what is known of the launch: ${messageOf(error)}`),
  });
  const told = await launchLocked(launches, facts, options);
  if (told.record) await writeRunFile(plan, told.record);
  return report(told, facts, options);
}

/** Of all processes that launch this plan one sends a request. What sends none waits for nobody. */
async function launchLocked(launches: PlanLaunches, facts: LaunchFacts, options: TuneOptions): Promise<Told> {
  try {
    if (!options.launches) return await launchOnce(launches, facts, options);
    const unlock = await launches.lock(facts.plan);
    return await launchOnce(launches, facts, options).finally(() => unlock().catch(tellUnlocked));
  } catch (error) {
    throw error instanceof PlanLocked ? new UserError(lockedText(error), 'BUSY') : error;
  }
}

/** At most one request: none while the job of the same launch exists, or may, unless the user says so. */
async function launchOnce(launches: PlanLaunches, facts: LaunchFacts, options: TuneOptions): Promise<Told> {
  const { plan, judged, service } = facts;
  const earlier = await launches.earlier(plan);
  // A job that was just found is not what --again was given for.
  if (earlier?.kind === 'created' && (earlier.wasLost || !options.again)) {
    const { jobs, record } = earlier;
    if (await areDeleted(service, jobs)) {
      const line = `An earlier launch of this plan created ${nameOf(service, jobs)}, which was deleted since. Nothing was sent. To launch again, add --yes --again.`;
      return { state: 'deleted', exit: Exit.NotDone, line, jobs };
    }
    const line = `An earlier launch of this plan created its job: ${nameOf(service, jobs)}. Nothing was sent. To launch another, add --yes --again.`;
    return { state: 'found', exit: Exit.Good, line, jobs, record };
  }
  const mayExist = earlier?.kind === 'unclear' ? earlier.record : undefined;
  if (mayExist && !options.again) {
    const line = `The response of an earlier launch of this plan (${mayExist.id}) was lost, and its job might exist. Nothing was sent. ${howToLook(facts, mayExist, options)}`;
    return { state: 'unclear', exit: Exit.Unclear, line };
  }
  if (!options.launches)
    return {
      state: 'checked',
      exit: Exit.NotDone,
      line: 'This plan can be launched. Nothing was sent. To launch it, add --yes.',
    };
  const signal = interruptSignal();
  const outcome = await launches.start(plan, judged.estimate, mayExist?.id, tellProgress, signal);
  if (outcome.kind === 'refused' && signal.aborted) throw outcome.error;
  return toldOf(outcome, facts, options);
}

/** Of jobs that were made, whether none is there any more. What the service can't tell now counts as there. */
async function areDeleted(service: TuningService, jobs: readonly string[]): Promise<boolean> {
  for (const name of jobs) {
    try {
      await service.get({ name }, interruptSignal());
      return false;
    } catch (error) {
      if (isCancellation(error)) throw error;
      if (!(error instanceof GoogleApiError) || error.google.code !== 404) return false;
    }
  }
  return true;
}

function tellProgress(now: LaunchProgress): void {
  if (now === 'look') tell('No response received. Looking for the job…');
}

function toldOf(outcome: PlanOutcome, facts: LaunchFacts, options: TuneOptions): Told {
  const { record } = outcome;
  switch (outcome.kind) {
    case 'created': {
      const jobs = [outcome.job, ...outcome.others].map(({ name }) => name);
      const line = `Created ${nameOf(facts.service, jobs)}`;
      return { state: 'created', exit: Exit.Good, line, record, jobs };
    }
    case 'refused': {
      const line = `No job was created: ${messageOf(outcome.error)}`;
      return { state: 'rejected', exit: Exit.ErrorsFound, line, record };
    }
    case 'unclear': {
      const line = `The request was sent once, but its response was lost, and the job wasn't found yet. It might exist. ${howToLook(facts, record, options)}`;
      return { state: 'unclear', exit: Exit.Unclear, line, record };
    }
    default:
      return assertNever(outcome);
  }
}

/** How a person finds out, and goes on. */
function howToLook({ service }: LaunchFacts, { spec }: LaunchRecord, { plan, where }: TuneOptions): string {
  const jobs = commandText(['jobs', '--service', service.id], where);
  const again = commandText(['tune', plan, '--yes', '--again'], where);
  return `To look for it, run the same command again, or list the jobs named "${spec.displayName}": ${jobs}. If there is none, launch again: ${again}`;
}

function lockedText({ lock, held }: PlanLocked): string {
  const who = held
    ? `Process ${held.holder.pid} on ${held.holder.host} has been launching this plan since ${held.holder.since}`
    : 'Another process is launching this plan';
  return `${who}. Nothing was sent. Its lock is ${lock}. ${lockAdvice(held, 'there might be two jobs')}`;
}

function nameOf({ id }: { readonly id: string }, jobs: readonly string[]): string {
  return jobs.map((name) => `${id}:${name}`).join(', ');
}

/** Beside the plan, as the editor does. Its name holds the launch: what was known of that before is replaced. */
async function writeRunFile({ path: file, written }: PlanOnDisk, record: LaunchRecord): Promise<void> {
  const run = path.join(path.dirname(file), runFileName(path.basename(file), record.id));
  try {
    await writeWhole(run, writeRun(record, written), { replace: true });
  } catch (error) {
    tell(`Can't write ${run}: ${messageOf(error)}`);
  }
}

function report(told: Told, facts: LaunchFacts, { json }: TuneOptions): Exit {
  const { state, line, record, jobs, exit } = told;
  if (!json) {
    if (exit === Exit.Good) printLine(line);
    else tell(line);
    return exit;
  }
  const [job, ...others] = (jobs ?? []).map((name) => `${facts.service.id}:${name}`);
  printLine(
    JSON.stringify({
      state,
      message: line,
      ...(record ? { launch: record.id } : {}),
      ...(job === undefined ? {} : { job, others }),
      ...launchFacts(facts),
    }),
  );
  return exit;
}
