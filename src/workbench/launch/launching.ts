import path from 'node:path';
import * as vscode from 'vscode';
import type { RecordFiles } from '../../base/files/records';
import { isCancellation } from '../../base/userError';
import type { TuningJob } from '../../tuning/contract/job';
import { isBilled, isSettled, type LaunchRecord } from '../../tuning/contract/launchRecord';
import type { TuningService } from '../../tuning/contract/service';
import { type LineMaps, lineMapFiles } from '../../tuning/droppedExamples/lineMapFiles';
import { launchClock } from '../../tuning/launch/launchClock';
import {
  Launches,
  type LaunchOutcome,
  type LaunchProgress,
  type LookOutcome,
} from '../../tuning/launch/launches';
import { launchFiles } from '../../tuning/launch/launchFiles';
import { LaunchSearch } from '../../tuning/launch/launchSearch';
import { removeOldLaunches } from '../../tuning/launch/oldLaunches';
import type { JobWatcher } from '../../tuning/watch/jobWatcher';
import type { Connections } from '../connection/connections';
import { signalOf } from '../ui/cancellation';
import { errorStory } from '../ui/errorStory';
import { numberText } from '../ui/numberFormat';
import { recordFolders } from '../ui/recordFolders';
import { readConfirmedValidation, type TrainingData } from './trainingData';

/** Carries out confirmed launches, and looks for the jobs of those whose answers were lost. */
export class Launching implements vscode.Disposable {
  readonly storage: RecordFiles<LaunchRecord>;
  /** Of the training files that were sent. */
  readonly lineMaps: LineMaps;
  readonly #launches: Launches;
  readonly #search: LaunchSearch<LaunchRecord, TuningJob>;
  readonly #interrupted = new vscode.EventEmitter<LaunchRecord>();
  /** The user must hear of it: it was not sent, or its answer is lost. Once for each launch and window. */
  readonly onDidInterrupt = this.#interrupted.event;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #open: readonly LaunchRecord[] = [];
  /** Ids of launches that the user was told of. Others may be under way in a window that goes on with them. */
  readonly #told = new Set<string>();
  #namedUnreadable = false;

  constructor(
    services: readonly TuningService[],
    private readonly watcher: JobWatcher,
    private readonly connections: Connections,
    private readonly log: vscode.LogOutputChannel,
    storageFolder: string,
  ) {
    const folder = path.join(storageFolder, recordFolders.launches);
    this.storage = launchFiles(folder);
    this.lineMaps = lineMapFiles(folder);
    const onError = (error: unknown) => log.error('Launches:', errorStory(error));
    this.#launches = new Launches({
      services,
      storage: this.storage,
      clock: launchClock,
      place: () => this.place(),
      account: () => connections.account(),
      onCreated: (_, outcome) => this.#track(outcome),
      onError,
    });
    this.#search = new LaunchSearch({
      launches: this.#launches,
      clock: launchClock,
      tell: (record, outcome) => this.#tell(record, outcome),
      onError,
    });
    this.#search.onDidChange(() => void this.#refresh().catch(onError));
  }

  /** What launches must not be mixed up between: the sandbox, and each project and region of Google. */
  async place(): Promise<string> {
    const { kind } = this.connections;
    const { project, region } = await this.connections.connect(AbortSignal.timeout(30_000));
    return `${kind}/${project}/${region}`;
  }

  /** What a confirmation holds for: neither another place nor another account that is there meanwhile. */
  async confirmedFor(): Promise<{ readonly place: string; readonly account: string }> {
    return { place: await this.place(), account: await this.connections.account() };
  }

  /** Launches that were not sent, or whose answers are lost, as far as this window knows. */
  get open(): readonly LaunchRecord[] {
    return this.#open;
  }

  /** Sends a launch that the user has confirmed and shows how far it is. Rejects when there is no job. */
  async start(record: LaunchRecord, data: TrainingData): Promise<LaunchRecord> {
    const { spec } = record;
    const validation = await readConfirmedValidation(record);
    const files = { dataset: data.file, ...(validation ? { validation } : {}) };
    if (data.content) await this.lineMaps.put(record.id, data.content.lines());
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Launching {0}', spec.displayName),
      cancellable: true,
    };
    const outcome = await vscode.window.withProgress(options, (progress, token) => {
      let shown = 0;
      const show = (now: LaunchProgress) => {
        if (typeof now === 'string') return progress.report({ message: stageText(now) });
        const percent = now.totalBytes > 0 ? (100 * now.sentBytes) / now.totalBytes : 100;
        progress.report({ message: uploadText(now.sentBytes, now.totalBytes), increment: percent - shown });
        shown = percent;
      };
      return this.#launches.start(record, files, show, signalOf(token));
    });
    if (outcome.kind === 'refused') {
      await this.lineMaps.remove(record.id);
      throw isCancellation(outcome.error) ? new vscode.CancellationError() : outcome.error;
    }
    if (outcome.kind === 'unclear') this.#search.follow(record);
    return (await this.storage.get(record.id)) ?? record;
  }

  /** Called when a connection is there. Nothing is asked of a service when no launch is open. */
  async resume(): Promise<void> {
    await this.#nameUnreadable();
    await removeOldLaunches(this.storage, Date.now(), this.lineMaps);
    await this.#refresh();
    await this.#search.resume();
  }

  /** Looks at once for the job of a launch whose answer was lost. */
  keepLooking(record: LaunchRecord): void {
    this.#search.follow(record);
  }

  /** Forgets a launch as the user wants: it is neither sent nor looked for any more. */
  async giveUp({ id }: LaunchRecord): Promise<void> {
    await this.#launches.giveUp(id);
    await this.#refresh();
  }

  dispose(): void {
    this.#search.dispose();
    this.#interrupted.dispose();
    this.#changed.dispose();
  }

  #tell(record: LaunchRecord, outcome: LookOutcome): void {
    this.log.info(`Launch ${record.id} of ${record.spec.displayName}: ${outcome.kind}`);
    if (outcome.kind !== 'created') {
      this.#told.add(record.id);
      this.#interrupted.fire(record);
      return;
    }
    void this.#tellFound(record);
  }

  #track({ job, others }: LaunchOutcome & { readonly kind: 'created' }): void {
    for (const one of [job, ...others]) {
      this.log.info(`Launched ${one.name}`);
      this.watcher.track(one);
    }
  }

  async #tellFound(record: LaunchRecord): Promise<void> {
    const { id, spec } = record;
    const again = (await this.storage.all()).some(({ replaces }) => replaces === id);
    if (again) {
      void vscode.window.showWarningMessage(
        isBilled(record)
          ? vscode.l10n.t(
              "The first request to launch {0} did create a job. You launched it again, so there might be two jobs, and Google bills both. Cancel the one that you don't need.",
              spec.displayName,
            )
          : vscode.l10n.t(
              "The first request to launch {0} did create a job. You launched it again, so there might be two jobs. Cancel the one that you don't need.",
              spec.displayName,
            ),
      );
    } else {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The interrupted launch of {0} created its job.', spec.displayName),
      );
    }
  }

  async #refresh(): Promise<void> {
    this.#open = (await this.storage.all()).filter(
      (record) => !isSettled(record) && this.#told.has(record.id),
    );
    this.#changed.fire();
  }

  /** A newer version may have written them: their jobs may exist. They are left as they are. */
  async #nameUnreadable(): Promise<void> {
    if (this.#namedUnreadable) return;
    const files = await this.storage.unreadable();
    if (files.length === 0) return;
    this.#namedUnreadable = true;
    for (const file of files) this.log.warn(`This version can't read the launch record ${file}`);
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        "Can't read {0}. Another version of Tunewright might have written it, and its job might exist. The file wasn't changed.",
        files.join(', '),
      ),
    );
  }
}

function stageText(stage: 'create' | 'look'): string {
  return stage === 'create'
    ? vscode.l10n.t('creating the job…')
    : vscode.l10n.t('no response received, looking for the job…');
}

function uploadText(sentBytes: number, totalBytes: number): string {
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1000);
  return vscode.l10n.t(
    'uploading {0} of {1} KB…',
    numberText(kilobytes(sentBytes)),
    numberText(kilobytes(totalBytes)),
  );
}
