import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RecordFiles } from '../../base/files/records';
import {
  type BatchEnd,
  BatchEvaluations,
  type BatchOrder,
  type BatchProgress,
} from '../../evaluation/batch/batchEvaluations';
import { isWhole } from '../../evaluation/judge/judging';
import type { EvaluationHeader, RowRecord } from '../../evaluation/results/records';
import { ResultsFile, readResultsFile } from '../../evaluation/results/resultsFile';
import { isBilled, isSettled, newLaunchId } from '../../tuning/contract/launchRecord';
import type { TuningService } from '../../tuning/contract/service';
import { type BatchRecord, batchFiles } from '../../tuning/launch/batches';
import { launchClock } from '../../tuning/launch/launchClock';
import type { JobWatcher } from '../../tuning/watch/jobWatcher';
import { signalOf } from '../ui/cancellation';
import type { ErrorBoundary } from '../ui/errorBoundary';
import { numberText } from '../ui/numberFormat';
import { recordFolders } from '../ui/recordFolders';
import { type Evaluations, showResults } from './evaluations';

export interface BatchRunsOptions {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly evaluations: Evaluations;
  readonly boundary: ErrorBoundary;
  readonly storageFolder: string;
  /** Where jobs are launched at present. */
  place(): Promise<string>;
  /** In whose name. */
  account(): Promise<string>;
}

/** Evaluations that are asked as batches, also those of windows that are closed. */
export class BatchRuns implements vscode.Disposable {
  readonly #batches: BatchEvaluations;
  readonly #storage: RecordFiles<BatchRecord>;
  /** Ids of batches that the user was told of: not sent, or without a response. */
  readonly #told = new Set<string>();
  readonly #changed = new vscode.EventEmitter<string>();
  /** The path of the results file. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly options: BatchRunsOptions) {
    const { services, watcher, boundary, storageFolder, place, account } = options;
    this.#storage = batchFiles(path.join(storageFolder, recordFolders.batches));
    this.#batches = new BatchEvaluations({
      services,
      watcher,
      place,
      account,
      storage: this.#storage,
      clock: launchClock,
      tell: (record) => {
        this.#told.add(record.id);
        void boundary.run('batch', () => this.showInterrupted(record));
      },
      onError: (error) => void boundary.run('batch', () => Promise.reject(error)),
    });
    this.#batches.onDidChange(({ file, end }) => {
      this.#changed.fire(file);
      if (end) void boundary.run('batch', () => this.#ended(file, end));
    });
  }

  progress(file: string): BatchProgress | undefined {
    return this.#batches.progress(file);
  }

  /** Writes a new results file and sends its rows as batches. The user has confirmed what that costs. */
  async begin(
    file: string,
    plan: { readonly header: EvaluationHeader; readonly rows: readonly RowRecord[] },
    batch: BatchOrder,
  ): Promise<void> {
    await (await ResultsFile.create(file, plan.header, plan.rows)).close();
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Sending {0} as a batch', path.basename(file)),
      cancellable: true,
    };
    await vscode.window.withProgress(options, (progress, token) =>
      this.#batches.begin(
        file,
        batch,
        ({ sentBytes, totalBytes }) =>
          progress.report({
            message: vscode.l10n.t(
              '{0} of {1} KB',
              numberText(kilo(sentBytes)),
              numberText(kilo(totalBytes)),
            ),
          }),
        signalOf(token),
      ),
    );
  }

  /** Goes on with what earlier windows have left. Asks nobody when there is nothing. */
  resume(): Promise<void> {
    return this.#batches.resume(AbortSignal.timeout(10 * 60_000));
  }

  cancel(file: string): Promise<void> {
    return this.#batches.cancel(file, AbortSignal.timeout(60_000));
  }

  dispose(): void {
    this.#batches.dispose();
    this.#changed.dispose();
  }

  /** Batches that were not sent, or whose answers are lost, as far as this window knows. */
  async interrupted(): Promise<readonly BatchRecord[]> {
    return (await this.#storage.all()).filter((record) => !isSettled(record) && this.#told.has(record.id));
  }

  /** It was not sent, or its answer is lost: only the user may send it, as a new batch. */
  async showInterrupted(record: BatchRecord): Promise<void> {
    const { spec, destination, stage, id } = record;
    const rows = rowsText(destination.lines.length);
    if (stage.kind !== 'sent') {
      const send = vscode.l10n.t('Send Now');
      const discard = vscode.l10n.t('Discard');
      const question = vscode.l10n.t(
        '"{0}" ({1}) was interrupted before the batch was sent. Send it now?',
        spec.displayName,
        rows,
      );
      const chosen = await vscode.window.showWarningMessage(question, send, discard);
      if (chosen === send) await this.#again(record);
      if (chosen === discard) await this.#batches.giveUp(id);
      return;
    }
    const keep = vscode.l10n.t('Keep Looking');
    const again = vscode.l10n.t('Send Again…');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'No response to the request to create the batch "{0}". The batch might exist. Tunewright keeps looking for it.',
        spec.displayName,
      ),
      keep,
      again,
    );
    if (chosen === keep) this.#batches.keepLooking(record);
    if (chosen !== again) return;
    const sure = await vscode.window.showWarningMessage(
      vscode.l10n.t('Send the batch "{0}" ({1}) again?', spec.displayName, rows),
      {
        modal: true,
        detail: isBilled(record)
          ? vscode.l10n.t('The first request might have created a batch. If it did, Google bills both.')
          : vscode.l10n.t('The first request might have created a batch.'),
      },
      vscode.l10n.t('Resend'),
    );
    if (sure) await this.#again(record);
  }

  async #again({ id, spec }: BatchRecord): Promise<void> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Sending the batch "{0}"', spec.displayName),
      cancellable: true,
    };
    await vscode.window.withProgress(options, (_, token) =>
      this.#batches.again(id, newLaunchId(), signalOf(token)),
    );
  }

  /** What no batch was sent for, such as checkpoints and the judge, can be asked one by one then. */
  async #ended(file: string, end: BatchEnd): Promise<void> {
    if (!existsSync(file)) return;
    const name = path.basename(file);
    const show = vscode.l10n.t('Show Results');
    const rest = vscode.l10n.t('Run Remaining Requests…');
    const chosen = await vscode.window.showInformationMessage(
      end === 'complete'
        ? vscode.l10n.t('Batch prediction finished: {0}', name)
        : vscode.l10n.t('Batch prediction ended with missing responses: {0}', name),
      ...(isWhole(await readResultsFile(file)) ? [show] : [rest, show]),
    );
    if (chosen !== undefined) await showResults(file);
    if (chosen === rest) await this.options.evaluations.resume(file);
  }
}

function rowsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 prompt') : vscode.l10n.t('{0} prompts', numberText(count));
}

function kilo(bytes: number): number {
  return Math.ceil(bytes / 1000);
}
