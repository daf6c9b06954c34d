import type * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { jobKey, readSeenStates, type SeenState, withSeen } from '../../../tuning/watch/seenStates';

const storageKey = 'tunewright.seenStates';

/** Remembers which states jobs were seen in, over windows and reloads. */
export class SeenStatesMemory implements vscode.Disposable {
  readonly #subscription: { dispose(): void };

  constructor(
    watcher: Pick<JobWatcher, 'onDidChange' | 'jobs'>,
    private readonly memento: vscode.Memento,
  ) {
    this.#subscription = watcher.onDidChange(({ service, jobs }) => {
      const changed = new Set(jobs);
      this.note(watcher.jobs(service).jobs.filter(({ name }) => changed.has(name)));
    });
  }

  of(job: Pick<TuningJob, 'service' | 'name'>): readonly SeenState[] {
    return this.#all()[jobKey(job)] ?? [];
  }

  /** Read anew each time: another window may have seen more. */
  note(jobs: readonly TuningJob[]): void {
    const before = this.#all();
    const after = withSeen(before, jobs, Date.now());
    if (after !== before) void this.memento.update(storageKey, after);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #all() {
    return readSeenStates(this.memento.get(storageKey));
  }
}
