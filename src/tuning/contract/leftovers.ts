import { hasEnded, modelOf, type TuningJob } from './job';
import type { DeletionStep } from './service';

/** Something that a launch of ours has made in a project: it stays, and may be billed, until somebody deletes it. */
export interface Leftover {
  readonly kind: 'endpoint' | 'model' | 'file';
  /** Resource name, or `gs://…`. */
  readonly name: string;
  readonly displayName: string;
  /** Milliseconds since 1970. */
  readonly created: number | undefined;
  readonly bytes: number | undefined;
  /** It serves nobody as it is: an empty endpoint, a model that no endpoint serves, a training file. */
  readonly idle: boolean;
  /** `LaunchRecord.id`. */
  readonly launchId: string | undefined;
  /** Of an endpoint the models on it, of a model the endpoints that serve it; resource names. */
  readonly links: readonly string[];
}

/** What is found, part by part, and what could not be looked into. */
export type LeftoverFinding =
  | { readonly kind: 'found'; readonly leftovers: readonly Leftover[] }
  | { readonly kind: 'unreadable'; readonly what: string; readonly error: unknown };

/** What launches have left behind where the service keeps things. */
export interface Leftovers {
  list(signal: AbortSignal): AsyncIterable<LeftoverFinding>;
  /** Yields each step when it is over; a step that fails ends it. A model takes its endpoints with it. */
  delete(leftover: Leftover, signal: AbortSignal): AsyncIterable<DeletionStep>;
}

/** The jobs that something belongs to: those that made it, were trained on it, or go on from it. */
export function ownersOf(leftover: Leftover, jobs: readonly TuningJob[]): readonly TuningJob[] {
  const { launchId } = leftover;
  return jobs.filter((job) => {
    const hasMade = launchId !== undefined && job.launchId === launchId;
    return hasMade || namesOf(job, leftover.kind).includes(leftover.name);
  });
}

/** What a job names of this kind as its own. */
function namesOf(job: TuningJob, kind: Leftover['kind']): readonly (string | undefined)[] {
  const { spec } = job;
  const made = modelOf(job);
  switch (kind) {
    case 'file':
      return [spec.dataset, spec.validation];
    case 'model':
      return [made?.model.split('@')[0], spec.startFrom?.model.split('@')[0]];
    case 'endpoint':
      return [made?.name, ...(made?.checkpoints ?? []).map(({ endpoint }) => endpoint)];
  }
}

/** A job still runs that needs it: it must not be deleted. */
export function isInUse(owners: readonly TuningJob[]): boolean {
  return owners.some(({ state }) => !hasEnded(state));
}
