import type { Connection } from '../../contract/connection';
import { hasEnded } from '../../contract/job';
import type { JobQuery } from '../../contract/service';
import { GoogleApiError } from '../../google/errors/googleApiError';
import { requestPages } from '../../google/rest';
import { allTuningRegions, documentedRegions, requireRegion } from '../../models/regions';
import { parentOf, vertexUrl } from './address';
import { locationOf, multiRegionOf } from './locations';
import { toState, type WireTuningJob } from './mapping';

type TuningJobs = { tuningJobs?: WireTuningJob[]; nextPageToken?: string | undefined };
type Page = readonly WireTuningJob[];

/** `ListTuningJobsRequest.page_size` names no maximum; Google's lists take 100 everywhere. */
const pageSize = 100;

const regionsAtOnce = 8;

/** The jobs of one place, page by page. @param parent absent: the connection's region */
export async function* jobsIn(
  connection: Connection,
  { filter }: JobQuery,
  signal: AbortSignal,
  parent = parentOf(connection),
): AsyncGenerator<Page> {
  const pages = requestPages<TuningJobs>(connection, {
    url: vertexUrl(connection, `${parent}/tuningJobs`, 'v1beta1'),
    pageSize,
    query: { filter },
    signal,
  });
  for await (const { tuningJobs = [] } of pages) yield tuningJobs;
}

/**
 * Jobs of the connection's region, then of all others when it shows all. One that cannot be read, such as for a policy of
 * an organisation, keeps what it told last; while jobs are followed, only those where one runs are asked again.
 */
export class JobsByRegion {
  readonly #told = new WeakMap<Connection['authClient'], Map<string, Page>>();

  async *pages(connection: Connection, query: JobQuery, signal: AbortSignal): AsyncGenerator<Page> {
    const place = locationOf(query.ofModel ?? '');
    if (place !== undefined) {
      for (const region of regionsAround(place))
        yield await tellingOf(connection, region, new Map(), query, signal);
      return;
    }
    requireRegion(connection.region, connection.addedRegions);
    yield* jobsIn(connection, query, signal);
    if (!connection.allRegions) return;
    const told = this.#told.get(connection.authClient) ?? new Map<string, Page>();
    this.#told.set(connection.authClient, told);
    const others = allTuningRegions.filter((region) => region !== connection.region);
    for (let at = 0; at < others.length; at += regionsAtOnce) {
      const few = others.slice(at, at + regionsAtOnce);
      yield* await Promise.all(few.map((region) => tellingOf(connection, region, told, query, signal)));
    }
  }
}

/**
 * Jobs that have not ended, among the newest hundred of each region where Google says that a model is tuned, of those of the
 * connection, and of `more`. Regions where models were tuned once are too many to ask for one launch.
 */
export async function runningJobs(
  connection: Connection,
  more: readonly string[],
  signal: AbortSignal,
): Promise<Page> {
  const { region, addedRegions = [] } = connection;
  requireRegion(region, addedRegions);
  const regions = [...new Set([region, ...more, ...documentedRegions, ...addedRegions])];
  const running: WireTuningJob[] = [];
  for (let at = 0; at < regions.length; at += regionsAtOnce) {
    const few = regions.slice(at, at + regionsAtOnce);
    const newest = await Promise.all(few.map((region) => newestJobs(connection, region, signal)));
    running.push(...newest.flat().filter(({ state }) => !hasEnded(toState(state))));
  }
  return running;
}

async function newestJobs(connection: Connection, region: string, signal: AbortSignal): Promise<Page> {
  try {
    const { value } = await jobsIn(connection, {}, signal, parentOf(connection, region)).next();
    return value ?? [];
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GoogleApiError) return [];
    throw error;
  }
}

/** Where the job ran whose model lives at a place: there, or in a region within it. */
function regionsAround(place: string): readonly string[] {
  const within = allTuningRegions.filter((region) => multiRegionOf(region) === place);
  return within.length > 0 ? within : [place];
}

async function tellingOf(
  connection: Connection,
  region: string,
  told: Map<string, Page>,
  query: JobQuery,
  signal: AbortSignal,
): Promise<Page> {
  const parent = parentOf(connection, region);
  const last = told.get(parent) ?? [];
  if (query.isPoll && told.has(parent) && last.every(({ state }) => hasEnded(toState(state)))) return last;
  try {
    const jobs: WireTuningJob[] = [];
    for await (const page of jobsIn(connection, query, signal, parent)) jobs.push(...page);
    told.set(parent, jobs);
    return jobs;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GoogleApiError) return last;
    throw error;
  }
}
