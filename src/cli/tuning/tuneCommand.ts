// What `tunewright tune` does; loaded when it is called.
import { homedir } from 'node:os';
import path from 'node:path';
import { assertNever } from '../../base/assertNever';
import { writeWhole } from '../../base/files/draft';
import { UserError } from '../../base/userError';
import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import type { LaunchProgress } from '../../tuning/launch/launches';
import { PlanLaunches, type PlanOutcome } from '../../tuning/launch/onDisk/launchPlan';
import { judgePlan, openPlan, type PlanOnDisk } from '../../tuning/launch/onDisk/planOnDisk';
import { writeRun } from '../../tuning/launch/plan';
import { runFileName } from '../../tuning/launch/planNames';
import { tuningServices } from '../../tuning/services/index';
import { Exit, messageOf } from '../command';
import { connector } from '../connection/connector';
import { serviceNamed } from '../connection/serviceName';
import type { Where } from '../connection/where';
import { findProject } from '../files/project';
import { interruptSignal } from '../interrupt';
import { printLine, tell } from '../output';
import { type LaunchFacts, launchFacts, launchLines } from './launchText';

export interface TuneOptions {
  readonly plan: string;
  /** The user has said yes to what it costs. */
  readonly launches: boolean;
  /** Also when an earlier one may have made a job. */
  readonly again: boolean;
  readonly json: boolean;
  readonly where: Where;
}

/** How it ended, as `--json` names it. */
type State = 'checked' | 'created' | 'found' | 'rejected' | 'unclear';

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
  for (const line of launchLines(facts)) tell(line);
  const launches = new PlanLaunches({
    services,
    folder: path.join(homedir(), '.tunewright', 'launches'),
    place: `${isSandbox ? 'sandbox' : 'google'}/${connection.project}/${connection.region}`,
    account: isSandbox ? 'sandbox' : 'applicationDefault',
    onError: (error) => tell(`Can't save what is known of the launch: ${messageOf(error)}`),
  });
  const told = await launchOnce(launches, facts, options);
  if (told.record) await writeRunFile(plan, told.record);
  return report(told, facts, options);
}

/** At most one request: none while a job of the same launch may exist, unless the user says so. */
async function launchOnce(launches: PlanLaunches, facts: LaunchFacts, options: TuneOptions): Promise<Told> {
  const { plan, judged, service } = facts;
  const earlier = await launches.earlier(plan);
  const kind = earlier?.outcome.kind;
  if (earlier?.outcome.kind === 'created') {
    const jobs = [earlier.outcome.job, ...earlier.outcome.others].map(({ name }) => name);
    const line = `An earlier launch of this plan created its job. Nothing was sent: ${nameOf(service, jobs)}`;
    return { state: 'found', exit: Exit.Good, line, jobs, record: earlier.record };
  }
  if (kind === 'busy')
    throw new UserError('Another process is launching this plan. Nothing was sent.', 'BUSY');
  const mayExist = kind === 'unclear' ? earlier?.record : undefined;
  if (mayExist && !options.again) {
    const line = `The response of an earlier launch of this plan (${mayExist.id}) was lost, and its job might exist. Nothing was sent. ${howToLook(facts, mayExist)}`;
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
  return toldOf(outcome, facts);
}

function tellProgress(now: LaunchProgress): void {
  if (now === 'look') tell('No response received. Looking for the job…');
}

function toldOf(outcome: PlanOutcome, facts: LaunchFacts): Told {
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
      const line = `The request was sent once, but its response was lost, and the job wasn't found yet. It might exist. ${howToLook(facts, record)}`;
      return { state: 'unclear', exit: Exit.Unclear, line, record };
    }
    default:
      return assertNever(outcome);
  }
}

/** How a person finds out, and goes on. */
function howToLook({ plan, service }: LaunchFacts, record: LaunchRecord): string {
  return `To look for it, run the same command again, or list the jobs named "${record.spec.displayName}": tunewright jobs --service ${service.id}. If there is none, launch again: tunewright tune ${plan.path} --yes --again`;
}

function nameOf({ id }: { readonly id: string }, jobs: readonly string[]): string {
  return jobs.map((name) => `${id}:${name}`).join(', ');
}

/** Beside the plan, as the editor does. A launch that has one already keeps it. */
async function writeRunFile({ path: file, written }: PlanOnDisk, record: LaunchRecord): Promise<void> {
  const run = path.join(path.dirname(file), runFileName(path.basename(file), record.id));
  try {
    await writeWhole(run, writeRun(record, written), { replace: false });
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
