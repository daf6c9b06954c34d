// The metrics of a tuning job, where Vertex AI keeps them: a metadata context names a TensorBoard, which has an
// experiment for each job, with one run and a time series for each metric.
import { createHash } from 'node:crypto';
import { invalidArgument, notFound } from '../google/errors';
import { type PageRequest, takePage } from '../state/paging';
import type { MeasuredStep } from '../training/trainingRuns';
import type { NameRequest } from './messages';
import { idIn, type Place, placeName, readPlace } from './names';
import { rewardConfigs } from './training/rewardConfig';
import type { TuningJobRecord } from './training/tuningJobRecord';
import type { TuningJobs } from './training/tuningJobs';

/** One number of a step, or undefined when the step did not measure it. */
interface Metric {
  /** Also the id of its time series. */
  readonly id: string;
  readonly displayName: string;
  valueOf(step: MeasuredStep): number | undefined;
}

type ListRequest = { parent: string } & PageRequest;
type BatchReadRequest = { tensorboard: string; timeSeries: string[] };
type ReadRequest = { tensorboardTimeSeries: string; maxDataPoints?: number; filter?: string };

const EVAL_LOSS: Metric = {
  id: '4',
  displayName: '/eval_total_loss',
  valueOf: (step) => step.eval?.totalLoss,
};
const SUPERVISED: readonly Metric[] = [
  { id: '1', displayName: '/train_total_loss', valueOf: (step) => step.meanLoss },
  {
    id: '2',
    displayName: '/train_fraction_of_correct_next_step_preds',
    valueOf: (step) => step.fractionCorrect,
  },
  { id: '3', displayName: '/train_num_predictions', valueOf: (step) => step.predictions },
  EVAL_LOSS,
  {
    id: '5',
    displayName: '/eval_fraction_of_correct_next_step_preds',
    valueOf: (step) => step.eval?.fractionCorrect,
  },
  { id: '6', displayName: '/eval_num_predictions', valueOf: (step) => step.eval?.predictions },
];
/** Google's page on preference tuning names these two. */
const PREFERENCE: readonly Metric[] = [
  { id: '1', displayName: '/preference_optimization_train_loss', valueOf: (step) => step.meanLoss },
  EVAL_LOSS,
];
/** Google's page on the metrics of reinforcement tuning, 2026; times of rewards and samples are not measured here. */
const REINFORCEMENT: readonly Metric[] = [
  { id: '1', displayName: '/train_mean_reward', valueOf: ({ reward }) => reward?.mean },
  { id: '2', displayName: '/train_generation_length', valueOf: ({ reward }) => reward?.meanLength },
  { id: '3', displayName: '/learnable_prompt_ratio', valueOf: ({ reward }) => reward?.learnable },
  { id: '4', displayName: '/eval_mean_reward', valueOf: (step) => step.eval?.meanReward },
];
const RUN = 'tuning-run';
const USUAL_POINTS = 1000;
const PAGES = { usual: 50, most: 1000 };

export function getContext({ name }: NameRequest, jobs: TuningJobs): object {
  const record = findJob(name, idIn(name, 'contexts'), jobs);
  return {
    name: `${placeName(record)}/metadataStores/default/contexts/${record.experiment}`,
    displayName: record.experiment,
    schemaTitle: 'system.Experiment',
    schemaVersion: '0.0.1',
    createTime: record.startTime,
    updateTime: record.updateTime,
    metadata: { backing_tensorboard_resource: tensorboardName(record) },
  };
}

/** Each project has one in each location. */
export function listTensorboards({ parent }: ListRequest): object {
  return { tensorboards: [tensorboard(readPlace(parent))] };
}

export function getTensorboard({ name }: NameRequest): object {
  return tensorboard(readTensorboard(name));
}

function tensorboard(place: Place): object {
  return { name: tensorboardName(place), displayName: 'Default Tensorboard', isDefault: true };
}

export function listExperiments({ parent, ...page }: ListRequest, jobs: TuningJobs): object {
  const records = jobs.inPlace(readTensorboard(parent));
  const { items, ...rest } = takePage(records, page, PAGES);
  return { tensorboardExperiments: items.map(toExperiment), ...rest };
}

export function listRuns({ parent, ...page }: ListRequest, jobs: TuningJobs): object {
  const record = findExperiment(parent, jobs);
  const { items, ...rest } = takePage([record], page, PAGES);
  return { tensorboardRuns: items.map(toRun), ...rest };
}

export function listTimeSeries({ parent, ...page }: ListRequest, jobs: TuningJobs): object {
  const record = findExperiment(parent, jobs);
  const listed = metricsOf(record)
    .filter((metric) => pointsOf(record, metric, jobs).length > 0)
    .map((metric) => ({
      metric,
      id: metric.id,
      // A list in its own order, told apart from newest-first lists by made-up times.
      createTime: String(9 - Number(metric.id)),
    }));
  const { items, ...rest } = takePage(listed, page, PAGES);
  return { tensorboardTimeSeries: items.map(({ metric }) => toTimeSeries(record, metric, jobs)), ...rest };
}

export function batchRead({ tensorboard, timeSeries }: BatchReadRequest, jobs: TuningJobs): object {
  readTensorboard(tensorboard);
  return { timeSeriesData: timeSeries.map((name) => readSeries(name, USUAL_POINTS, jobs)) };
}

export function read(
  { tensorboardTimeSeries, maxDataPoints, filter }: ReadRequest,
  jobs: TuningJobs,
): object {
  if (filter) throw invalidArgument('filter', 'Filters of time series are not supported by the sandbox.');
  return { timeSeriesData: readSeries(tensorboardTimeSeries, maxDataPoints || USUAL_POINTS, jobs) };
}

function readSeries(name: string, most: number, jobs: TuningJobs): object {
  const record = findExperiment(name, jobs);
  const metric = metricsOf(record).find(({ id }) => id === idIn(name, 'timeSeries'));
  if (!metric) throw notFound(`Time series ${name} not found.`);
  const points = pointsOf(record, metric, jobs);
  const every = Math.ceil(points.length / most);
  // The last point is the one that counts most.
  const kept = points.filter((_, i) => (points.length - 1 - i) % every === 0);
  return { tensorboardTimeSeriesId: metric.id, valueType: 'SCALAR', values: kept };
}

function metricsOf({ spec }: TuningJobRecord): readonly Metric[] {
  const { reinforcementTuningSpec: reinforcement } = spec;
  if (!reinforcement) return spec.preferenceOptimizationSpec ? PREFERENCE : SUPERVISED;
  const names = rewardConfigs(reinforcement).map(({ config }) => config.rewardName);
  if (!reinforcement.compositeRewardConfig) return REINFORCEMENT;
  return [
    ...REINFORCEMENT,
    ...names.map((name, at) => ({
      id: String(5 + at),
      displayName: `${name}/train_mean_reward`,
      valueOf: ({ reward }: MeasuredStep) => reward?.each[at],
    })),
  ];
}

function pointsOf(record: TuningJobRecord, metric: Metric, jobs: TuningJobs) {
  return jobs.steps(record).flatMap((measured) => {
    const value = metric.valueOf(measured);
    return value === undefined
      ? []
      : [{ scalar: { value }, wallTime: measured.time, step: String(measured.step) }];
  });
}

function toExperiment(record: TuningJobRecord): object {
  return { name: experimentName(record), displayName: record.experiment, ...timesOf(record) };
}

function toRun(record: TuningJobRecord): object {
  return { name: `${experimentName(record)}/runs/${RUN}`, displayName: RUN, ...timesOf(record) };
}

function toTimeSeries(record: TuningJobRecord, metric: Metric, jobs: TuningJobs): object {
  const last = pointsOf(record, metric, jobs).at(-1);
  return {
    name: `${experimentName(record)}/runs/${RUN}/timeSeries/${metric.id}`,
    displayName: metric.displayName,
    valueType: 'SCALAR',
    pluginName: 'scalars',
    metadata: last ? { maxStep: last.step, maxWallTime: last.wallTime } : {},
    ...timesOf(record),
  };
}

function timesOf({ startTime, updateTime }: TuningJobRecord): object {
  return { createTime: startTime, updateTime };
}

function experimentName(record: TuningJobRecord): string {
  return `${tensorboardName(record)}/experiments/${record.experiment}`;
}

/** Each project has one in each location. */
function tensorboardName(place: Place): string {
  const digest = createHash('sha256').update(placeName(place)).digest();
  return `${placeName(place)}/tensorboards/${digest.readUIntBE(0, 6)}`;
}

function readTensorboard(name: string): Place {
  const place = readPlace(name);
  if (idIn(name, 'tensorboards') === idIn(tensorboardName(place), 'tensorboards')) return place;
  throw notFound(`The Tensorboard "${name}" does not exist.`);
}

function findExperiment(name: string, jobs: TuningJobs): TuningJobRecord {
  readTensorboard(name);
  return findJob(name, idIn(name, 'experiments'), jobs);
}

function findJob(name: string, experiment: string, jobs: TuningJobs): TuningJobRecord {
  const record = jobs.inPlace(readPlace(name)).find((candidate) => candidate.experiment === experiment);
  if (record) return record;
  throw notFound(`${name} does not exist.`);
}
