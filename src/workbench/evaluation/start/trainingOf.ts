import type { EvaluationTarget, RowRecord, Seen, TrainingData } from '../../../evaluation/results/records';
import { seenByHash, seenLines } from '../../../evaluation/seen';
import { modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import { isRemote } from '../../../tuning/contract/spec';
import { isTunedModel } from '../../../tuning/models/promptedModel';
import { hashOf, readValidationFile } from '../../launch/trainingData';
import type { Workbench } from '../../workbench';
import type { DatasetText } from './datasetToEvaluate';

export interface KnownTraining {
  /** With what each was tuned on. */
  readonly targets: readonly EvaluationTarget[];
  /** By line of the dataset. */
  readonly seen: ReadonlyMap<number, Seen>;
}

type SeenRows = readonly (Seen | undefined)[];

/** What the targets were tuned on, by the records of their launches, and which rows stand in it. */
export async function trainingOf(
  workbench: Workbench,
  targets: readonly EvaluationTarget[],
  dataset: DatasetText,
  rows: readonly RowRecord[],
): Promise<KnownTraining> {
  const launches = await workbench.launching.storage.all();
  const files = new Map<string, Promise<readonly [TrainingData, SeenRows]>>();
  const read = (launch: LaunchRecord) => {
    const known = files.get(launch.id) ?? readLaunch(workbench, launch, dataset, rows);
    files.set(launch.id, known);
    return known;
  };
  const found: SeenRows[] = [];
  const withTraining: EvaluationTarget[] = [];
  for (const target of targets) {
    if (!isTuned(workbench, target)) {
      withTraining.push(target);
      continue;
    }
    const all = await Promise.all(launchesOf(workbench, launches, target).map((one) => one && read(one)));
    found.push(...all.flatMap((one) => (one ? [one[1]] : [])));
    withTraining.push({ ...target, training: together(all.map((one) => one?.[0] ?? { kind: 'unknown' })) });
  }
  return { targets: withTraining, seen: seenLines(rows, found) };
}

function isTuned(workbench: Workbench, target: EvaluationTarget): boolean {
  return isTunedModel(target.model) || jobOf(workbench, target.service, target.model) !== undefined;
}

/** Of the model and of all that it was tuned on from; undefined for one that was not launched from here. */
function launchesOf(
  workbench: Workbench,
  launches: readonly LaunchRecord[],
  { service, model }: EvaluationTarget,
): readonly (LaunchRecord | undefined)[] {
  const found: (LaunchRecord | undefined)[] = [];
  const seen = new Set<string>();
  for (let name = model; !seen.has(name); ) {
    seen.add(name);
    const job = jobOf(workbench, service, name);
    const launch = job && launches.find((one) => isOf(one, job));
    found.push(launch);
    const before = job?.spec.startFrom?.model;
    if (before === undefined) break;
    name = before;
  }
  return found;
}

function jobOf({ watcher }: Workbench, service: string, model: string): TuningJob | undefined {
  return watcher.jobs(service).jobs.find((job) => {
    const made = modelOf(job);
    return (
      made?.name === model ||
      made?.model === model ||
      made?.checkpoints.some(({ endpoint }) => endpoint === model)
    );
  });
}

function isOf({ id, stage }: LaunchRecord, job: TuningJob): boolean {
  return id === job.launchId || (stage.kind === 'created' && stage.job === job.name);
}

/** The file when it is what was launched, else the hashes of its lines, else nothing. */
async function readLaunch(
  { launching, measurer, log }: Workbench,
  { id, data }: LaunchRecord,
  dataset: DatasetText,
  rows: readonly RowRecord[],
): Promise<readonly [TrainingData, SeenRows]> {
  const text = await textOf(data);
  const seen = text === undefined ? undefined : await measurer.seen({ name: data.name, text }, rows);
  if (seen) return [{ kind: 'file', name: data.name }, seen];
  const map = await launching.lineMaps.get(id);
  if (map === undefined) {
    log.info(`The training data of launch ${id} no longer exists.`);
    return [{ kind: 'unknown' }, []];
  }
  const lines = dataset.text.split(/\r?\n/);
  const own = rows.map(({ line }) => lines[line - 1] ?? '');
  return [{ kind: 'hashes', name: data.name }, seenByHash(map, own)];
}

/** Undefined when the file is not there, or not what it was. */
async function textOf({ source, sha256 }: LaunchRecord['data']): Promise<string | undefined> {
  if (isRemote(source)) return undefined;
  try {
    const file = await readValidationFile(source);
    return file.kind === 'local' && hashOf(file.text) === sha256 ? file.text : undefined;
  } catch {
    return undefined; // it was moved or deleted
  }
}

/** No more is known of all than of the least known one. */
function together(all: readonly TrainingData[]): TrainingData {
  const named = all.flatMap((one) => (one.kind === 'unknown' ? [] : [one]));
  if (named.length < all.length) return { kind: 'unknown' };
  const kind = named.every((one) => one.kind === 'file') ? 'file' : 'hashes';
  return { kind, name: named.map(({ name }) => name).join(', ') };
}
