import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { counted } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { systemClock } from '../../base/wakefulTimer';
import type { Measurer } from '../../evaluation/compare/measurer';
import { countUnjudged, isWhole } from '../../evaluation/judge/judging';
import { lockResults } from '../../evaluation/results/lockResults';
import type { EvaluationHeader, ResultRecord, RowRecord } from '../../evaluation/results/records';
import { batchSentence, type Results } from '../../evaluation/results/results';
import { ResultsFile, recoveredTo } from '../../evaluation/results/resultsFile';
import { askServices } from '../../evaluation/run/ask';
import { mostRequests, requestsLeft, withoutBatches } from '../../evaluation/run/requestLimit';
import { EvaluationRun, type RunEnd, type RunPace } from '../../evaluation/run/run';
import { isBilled } from '../../tuning/contract/launchRecord';
import type { TuningService } from '../../tuning/contract/service';
import type { ErrorBoundary } from '../ui/errorBoundary';
import { numberText } from '../ui/numberFormat';
import { viewTypes } from '../ui/viewTypes';
import { announceEnd } from './announceEnd';
import { unfinishedKey } from './unfinishedKey';

export interface RunningEvaluation {
  readonly file: ResultsFile;
  readonly run: EvaluationRun;
}

/** How fast a run asks, where and in whose name: the user has confirmed it for these, and what it costs there. */
interface Confirmed extends RunPace {
  readonly place: string;
  readonly account: string;
}

interface Remembered extends Confirmed {
  /** Of the evaluation: another one can have got its path, such as by a checkout. */
  readonly startedAt: string;
  /** As they were confirmed. */
  readonly requests: number;
}

/** What a window remembers of runs that have not ended, by the path of the results file. */
type Unfinished = Readonly<Record<string, Partial<Remembered> & RunPace>>;

export interface EvaluationsOptions {
  readonly services: readonly TuningService[];
  readonly kept: vscode.Memento;
  readonly boundary: ErrorBoundary;
  readonly measurer: Measurer;
  /** Where models are asked at present. */
  place(): Promise<string>;
  /** In whose name. */
  account(): Promise<string>;
  /** Another place may be asked from now on. */
  readonly onDidConnect: vscode.Event<void>;
}

/** The evaluations that run in this window. Their files hold all there is; what breaks off is offered to be resumed. */
export class Evaluations implements vscode.Disposable {
  readonly #running = new Map<string, RunningEvaluation>();
  #closing = false;
  readonly #changed = new vscode.EventEmitter<{
    readonly path: string;
    readonly record: ResultRecord | undefined;
  }>();
  /** A record was added to a file, or (undefined) its run has started, ended, paused and the like. */
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(private readonly options: EvaluationsOptions) {
    this.#subscription = options.onDidConnect(() => this.#stopAll());
  }

  running(file: string): RunningEvaluation | undefined {
    return this.#running.get(file);
  }

  /** Writes a new results file and starts to fill it. The user has confirmed what that costs at that place. */
  async begin(
    file: string,
    plan: { readonly header: EvaluationHeader; readonly rows: readonly RowRecord[] },
    confirmed: Confirmed,
  ): Promise<void> {
    await this.#locked(file, () => ResultsFile.create(file, plan.header, plan.rows), confirmed);
  }

  /** Goes on with a file; asks only what is missing, on request what was refused too. */
  async resume(file: string, { retryRefused = false } = {}): Promise<void> {
    if (this.#running.has(file)) return;
    const before = this.#unfinished[file];
    const place = await this.options.place();
    const account = await this.options.account();
    const isSamePlace = before?.place === place && before.account === account;
    const open = async () => {
      const opened = await ResultsFile.open(file);
      if (retryRefused) opened.results.forgetFailures();
      try {
        const isConfirmed =
          isSamePlace &&
          before.startedAt === opened.results.header.startedAt &&
          requestsLeft(opened.results) <= (before.requests ?? 0);
        if (!isConfirmed || retryRefused) await confirmMissing(opened, isBilled({ place }));
      } catch (error) {
        await opened.close();
        throw error;
      }
      return opened;
    };
    await this.#locked(file, open, { ...(before ?? usualPace), place, account });
  }

  /** Tells of runs that ended with their window. Reads nothing unless there are some. */
  async offerUnfinished(): Promise<void> {
    for (const file of Object.keys(this.#unfinished)) {
      if (this.#running.has(file)) continue;
      if (existsSync(file)) await this.#offer(file);
      else await this.#remember(file, undefined);
    }
  }

  /** The window closes: what runs stays remembered. */
  dispose(): void {
    this.#closing = true;
    for (const { run } of this.#running.values()) run.cancel();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** At once: a request more could go, and be billed, where nobody has confirmed it. */
  #stopAll(): void {
    for (const [file, { run }] of this.#running) {
      run.cancel();
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'Evaluation {0} was stopped because the connection changed. Its responses are saved. You can resume it from its results page.',
          path.basename(file),
        ),
      );
    }
  }

  async #offer(file: string): Promise<void> {
    const resume = vscode.l10n.t('Resume');
    const show = vscode.l10n.t('Show Results');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('Evaluation {0} was interrupted. Its responses are saved.', path.basename(file)),
      resume,
      show,
    );
    if (chosen === undefined) await this.#remember(file, undefined); // its page can still resume it
    if (chosen === resume) await this.resume(file);
    if (chosen !== undefined) await showResults(file);
  }

  async #locked(file: string, open: () => Promise<ResultsFile>, confirmed: Confirmed): Promise<void> {
    const unlock = await lockResults(file);
    try {
      const opened = await open();
      const { place, account } = this.options;
      if ((await place()) !== confirmed.place || (await account()) !== confirmed.account) {
        await opened.close();
        throw otherPlace();
      }
      this.#start(opened, confirmed, unlock);
    } catch (error) {
      await unlock().catch(() => {});
      throw error;
    }
  }

  #start(file: ResultsFile, confirmed: Confirmed, unlock: () => Promise<void>): void {
    const { results } = file;
    const run = new EvaluationRun(
      {
        results,
        append: (record) => file.append(record),
        ask: askServices(this.options.services, systemClock),
        clock: systemClock,
      },
      confirmed,
    );
    this.#running.set(file.path, { file, run });
    run.onDidChange((record) => this.#changed.fire({ path: file.path, record }));
    const title = vscode.l10n.t('Evaluating {0}', path.basename(file.path));
    const end = vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title },
      async (progress) => {
        const { startedAt } = results.header;
        await this.#remember(file.path, { ...confirmed, startedAt, requests: requestsLeft(results) });
        const subscription = run.onDidChange(() => {
          const message = vscode.l10n.t(
            '{0} of {1}',
            numberText(results.answered),
            numberText(results.wanted),
          );
          progress.report({ message });
        });
        const ended = await run.run();
        subscription.dispose();
        return ended;
      },
    );
    void this.options.boundary.run('evaluation', async () => {
      const ended = await end;
      const close = () => file.close().finally(unlock);
      await close().finally(() => this.#ended(file, ended)); // it has ended, even if its lock can't be removed
    });
    this.#changed.fire({ path: file.path, record: undefined });
  }

  async #ended(file: ResultsFile, end: RunEnd): Promise<void> {
    if (this.#closing) return;
    this.#running.delete(file.path);
    await this.#remember(file.path, undefined);
    this.#changed.fire({ path: file.path, record: undefined });
    const { recoveryFile } = file;
    if (recoveryFile !== undefined) {
      void vscode.window.showWarningMessage(recoveredTo(file.path, recoveryFile));
      await showResults(recoveryFile);
    }
    if (end.kind === 'stopped') throw end.error;
    if (end.kind === 'cancelled' || recoveryFile !== undefined || !isWhole(file.results)) return;
    if (await announceEnd(file.results, file.path, this.options.measurer)) await showResults(file.path);
  }

  get #unfinished(): Unfinished {
    return this.options.kept.get<Unfinished>(unfinishedKey, {});
  }

  async #remember(file: string, confirmed: Remembered | undefined): Promise<void> {
    const { [file]: _, ...others } = this.#unfinished;
    await this.options.kept.update(unfinishedKey, confirmed ? { ...others, [file]: confirmed } : others);
  }
}

export const usualPace: RunPace = { concurrency: 4 };

function otherPlace(): UserError {
  return new UserError(
    vscode.l10n.t(
      'The connection changed after you confirmed. No requests were sent. Start the evaluation again.',
    ),
    'OTHER_PLACE',
  );
}

/** Says how many answers will be asked for, and asks. Rejects with a `CancellationError` unless the user agrees. */
async function confirmMissing(file: ResultsFile, isPaid: boolean): Promise<void> {
  const { header, missing, batches } = file.results;
  const ask = vscode.l10n.t('Send Requests');
  const askAll = vscode.l10n.t('Send Batch Rows, Too');
  const unjudged = countUnjudged(file.results);
  const isAnyLeft = missing > 0 || unjudged > 0 || batches.length === 0;
  const detail = [
    header.targets.map(({ label }) => label).join(' · '),
    ...batches.map(batchSentence),
    ...(batches.length > 0
      ? [
          isPaid
            ? vscode.l10n.t(
                'Send the rows again only if the batch can no longer return responses. Google bills both.',
              )
            : vscode.l10n.t('Send the rows again only if the batch can no longer return responses.'),
        ]
      : []),
    ...(header.judge
      ? [
          vscode.l10n.t(
            '{0} will judge the new responses and {1}.',
            header.judge.label,
            counted(unjudged, 'existing response'),
          ),
        ]
      : []),
    vscode.l10n.t('Requests: {0}', requestsText(file.results)),
    ...(batches.length > 0
      ? [vscode.l10n.t('Requests with batch rows: {0}', requestsText(withoutBatches(file.results)))]
      : []),
    vscode.l10n.t('On Google Cloud, each request is billed to your project.'),
  ].join('\n');
  const question = isAnyLeft
    ? vscode.l10n.t('Request the {0} missing responses?', numberText(missing))
    : vscode.l10n.t('A batch for the missing rows is still running.');
  const ways = [...(isAnyLeft ? [ask] : []), ...(batches.length > 0 ? [askAll] : [])];
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, ...ways);
  if (answer === undefined) throw new vscode.CancellationError();
  if (answer === askAll) for (const { id } of batches) await file.append({ kind: 'batchOver', id });
}

/** What is confirmed: no run sends more. */
function requestsText(results: Results): string {
  const requests = requestsLeft(results);
  return vscode.l10n.t(
    '{0}, up to {1} with retries',
    numberText(requests),
    numberText(mostRequests(requests)),
  );
}

/** Opens the results page of a file. */
export async function showResults(file: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), viewTypes.evaluation);
}
