import type { protos } from '@google-cloud/aiplatform';
import type { Connection } from '../../contract/connection';
import type { MetricPoint, MetricSeries } from '../../contract/metrics';
import { requestJson, requestPages } from '../../google/rest';
import { float, int64, timestamp, type Wire } from '../../google/wire';
import { locationOf, vertexHost } from './locations';

type Context = Wire<protos.google.cloud.aiplatform.v1.IContext>;
type Experiments = Wire<protos.google.cloud.aiplatform.v1.IListTensorboardExperimentsResponse>;
type Runs = Wire<protos.google.cloud.aiplatform.v1.IListTensorboardRunsResponse>;
type TimeSeries = Wire<protos.google.cloud.aiplatform.v1.IListTensorboardTimeSeriesResponse>;
type BatchRead = Wire<protos.google.cloud.aiplatform.v1.IBatchReadTensorboardTimeSeriesDataResponse>;

/** A job's curves by the metric's name, such as `/train_total_loss`; points in the order of steps. */
export type Metrics = ReadonlyMap<string, readonly MetricPoint[]>;

/**
 * `/train_…` and `/eval_…`, the latter only with a validation file, or of reinforcement tuning, where each reward of several has
 * its name in front: `politeness/train_mean_reward`. Google's tuning pages of 2026 and the console's Monitor tab.
 */
export function toSeries(metrics: Metrics): readonly MetricSeries[] {
  return [...metrics].map(([name, points]) => ({
    name,
    side: isOfValidation(name) ? 'validation' : 'train',
    kind: kindOf(name),
    points,
  }));
}

function isOfValidation(name: string): boolean {
  return /(^|\/)eval_[^/]*$/.test(name);
}

/** What a training is steered by, by its method; steps and progress are read from it. */
export const firstMetrics = {
  supervised: '/train_total_loss',
  preference: '/preference_optimization_train_loss',
  reinforcement: '/train_mean_reward',
} as const;

function kindOf(name: string): MetricSeries['kind'] {
  if (name.endsWith('_loss')) return 'loss';
  if (name.endsWith('_mean_reward')) return 'reward';
  if (name.includes('fraction_of_correct')) return 'accuracy';
  return name.includes('num_predictions') ? 'count' : 'other';
}

/** Jobs whose curves are looked for at the same time. */
const sideBySide = 8;
/** Polls of a job that has no curves yet, until they are looked for again. */
const mostSkipped = 6;

/** Where the curves of a job are kept: a TensorBoard, and in it one time series for each metric. */
interface Curves {
  readonly tensorboard: string;
  readonly runs: readonly string[];
  /** Metric by the resource name of its time series. */
  readonly metrics: ReadonlyMap<string, string>;
}

/**
 * Reads the curves of jobs. `TuningJob.experiment` names a metadata context, which names a TensorBoard, whose
 * experiment of the same id holds them. Where they are is asked once for each job; after that one call reads
 * the curves of all jobs that share a TensorBoard.
 */
export class MetricReader {
  readonly #curves = new Map<string, Curves>();
  /** Experiments that had no curves: how often they were looked for, and how many polls to let pass before the next time. */
  readonly #without = new Map<string, { looked: number; skip: number }>();

  /**
   * @param isPoll whether this is asked again and again: then curves that are not there yet are looked for less and less often
   * @returns curves by experiment; one that has none yet is missing
   */
  async read(
    connection: Connection,
    experiments: readonly string[],
    signal: AbortSignal,
    isPoll = false,
  ): Promise<ReadonlyMap<string, Metrics>> {
    const toFind = experiments.filter((one) => !this.#curves.has(one) && !(isPoll && this.#isSkipped(one)));
    for (let at = 0; at < toFind.length; at += sideBySide) {
      const some = toFind.slice(at, at + sideBySide);
      await Promise.all(some.map((experiment) => this.#find(connection, experiment, signal)));
    }
    const wanted = experiments.flatMap((experiment) => {
      const curves = this.#curves.get(experiment);
      return curves ? [{ experiment, curves }] : [];
    });
    const points = new Map<string, readonly MetricPoint[]>();
    for (const tensorboard of new Set(wanted.map(({ curves }) => curves.tensorboard))) {
      const series = wanted
        .filter(({ curves }) => curves.tensorboard === tensorboard)
        .flatMap(({ curves }) => [...curves.metrics.keys()]);
      for (const [name, values] of await batchRead(connection, tensorboard, series, signal))
        points.set(name, values);
    }
    return new Map(
      wanted.map(({ experiment, curves }) => [
        experiment,
        new Map([...curves.metrics].map(([name, metric]) => [metric, points.get(name) ?? []])),
      ]),
    );
  }

  /**
   * The same for one job, all of it: the curves of a validation file begin with its first evaluation, long after the
   * others. Until they are there, each call looks whether they have begun.
   */
  async readAll(
    connection: Connection,
    experiment: string,
    hasValidation: boolean,
    signal: AbortSignal,
  ): Promise<Metrics> {
    const known = this.#curves.get(experiment);
    const isWhole = !hasValidation || [...(known?.metrics.values() ?? [])].some(isOfValidation);
    if (known && !isWhole) {
      const metrics = await timeSeriesOf(connection, known.runs, signal);
      this.#curves.set(experiment, { ...known, metrics });
    }
    return (await this.read(connection, [experiment], signal)).get(experiment) ?? new Map();
  }

  async #find(connection: Connection, experiment: string, signal: AbortSignal): Promise<void> {
    const url = address(connection, experiment);
    const context = await requestJson<Context>(connection, { method: 'GET', url, signal });
    const tensorboard = tensorboardOf(context);
    const id = experiment.split('/').at(-1) ?? '';
    const runs = tensorboard ? await runsOf(connection, tensorboard, id, signal) : [];
    const metrics = await timeSeriesOf(connection, runs, signal);
    if (tensorboard && metrics.size > 0) {
      this.#without.delete(experiment);
      this.#curves.set(experiment, { tensorboard, runs, metrics });
    } else {
      const looked = (this.#without.get(experiment)?.looked ?? 0) + 1;
      this.#without.set(experiment, { looked, skip: Math.min(mostSkipped, looked) });
    }
  }

  #isSkipped(experiment: string): boolean {
    const without = this.#without.get(experiment);
    if (without === undefined || without.skip === 0) return false;
    without.skip--;
    return true;
  }
}

/** The context's metadata is a free structure; this field is seen in the reference, not in a message. */
function tensorboardOf(context: Context): string | undefined {
  const name = context.metadata?.backing_tensorboard_resource;
  return typeof name === 'string' ? name : undefined;
}

/** The runs of the experiment whose name holds the job's id. */
async function runsOf(
  connection: Connection,
  tensorboard: string,
  experimentId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of pagesOf<Experiments>(connection, `${tensorboard}/experiments`, signal)) {
    for (const experiment of page.tensorboardExperiments ?? []) {
      if (!experiment.name?.split('/').at(-1)?.includes(experimentId)) continue;
      for await (const { tensorboardRuns } of pagesOf<Runs>(connection, `${experiment.name}/runs`, signal))
        found.push(...(tensorboardRuns ?? []).flatMap(({ name }) => name ?? []));
    }
  }
  return found;
}

/** @returns metrics by the resource name of their time series */
async function timeSeriesOf(
  connection: Connection,
  runs: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const metrics = new Map<string, string>();
  for (const run of runs) {
    for await (const page of pagesOf<TimeSeries>(connection, `${run}/timeSeries`, signal)) {
      for (const { name, displayName } of page.tensorboardTimeSeries ?? []) {
        if (name && displayName) metrics.set(name, displayName);
      }
    }
  }
  return metrics;
}

function pagesOf<Page extends { nextPageToken?: string | undefined }>(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): AsyncIterable<Page> {
  return requestPages<Page>(connection, { url: address(connection, name), pageSize: 100, signal });
}

/** @returns points by the resource name of their time series */
async function batchRead(
  connection: Connection,
  tensorboard: string,
  series: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly MetricPoint[]>> {
  const { timeSeriesData = [] } = await requestJson<BatchRead>(connection, {
    method: 'GET',
    url: `${address(connection, tensorboard)}:batchRead`,
    query: { timeSeries: series },
    signal,
  });
  // The reply names a series by its last part only, which two runs may have in common: then the order tells them apart.
  const unmet = new Set(series);
  return new Map(
    timeSeriesData.flatMap(({ tensorboardTimeSeriesId: id, values = [] }) => {
      const name = [...unmet].find((one) => one === id || one.endsWith(`/${id}`));
      if (name !== undefined) unmet.delete(name);
      const points = values.flatMap(({ step, scalar, wallTime }): MetricPoint[] => {
        const value = float(scalar?.value);
        if (value === undefined) return [];
        const time = timestamp(wallTime);
        return [{ step: int64(step) ?? 0, value, ...(time === undefined ? {} : { time }) }];
      });
      return name === undefined ? [] : [[name, points.sort((a, b) => a.step - b.step)] as const];
    }),
  );
}

function address(connection: Connection, name: string): string {
  return `${connection.origin(vertexHost(locationOf(name) ?? connection.region))}/v1/${name}`;
}
