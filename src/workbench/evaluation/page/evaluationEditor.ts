import path from 'node:path';
import * as vscode from 'vscode';
import type { BatchProgress } from '../../../evaluation/batch/batchEvaluations';
import type { Measurer } from '../../../evaluation/compare/measurer';
import { type Scores, scoresOf, withoutScores } from '../../../evaluation/compare/scores';
import { summarise, type TargetSummary } from '../../../evaluation/compare/summary';
import { countUnjudged } from '../../../evaluation/judge/judging';
import { readResults } from '../../../evaluation/results/readResults';
import { batchSentence, type Results } from '../../../evaluation/results/results';
import type { TuningService } from '../../../tuning/contract/service';
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import { numberText } from '../../ui/numberFormat';
import { Page, type PageHost } from '../../ui/page/page';
import { requireTrust } from '../../ui/trust';
import type { BatchRuns } from '../batchRuns';
import type { Evaluations } from '../evaluations';
import type { EvaluationEvent, ShownRun } from './evaluation.protocol';
import {
  type EvaluationProtocol,
  type EvaluationRequest,
  evaluationRequests,
  keptEvaluation,
} from './evaluationMessages.protocol';
import { evaluationStrings } from './evaluationStrings';
import { ShownResults } from './shownResults';

/** What a page of results asks of others. */
export interface ResultActions {
  exportResults(results: Results, scores: Scores, file: string, measurer: Measurer): Promise<void>;
  compareWith(results: Results, file: string): Promise<void>;
  goToRow(results: Results, row: number, file: string): Promise<void>;
  tryRow(results: Results, row: number, file: string): Promise<void>;
  fixRow(results: Results, row: number, file: string): Promise<void>;
  fixRows(results: Results, rows: readonly number[], file: string): Promise<void>;
}

export interface EvaluationEditorHost extends PageHost {
  readonly services: readonly TuningService[];
  readonly memory: JobMemory;
  readonly evaluations: Evaluations;
  readonly measurer: Measurer;
  readonly batchRuns: BatchRuns;
  readonly actions: ResultActions;
}

/** Shows `*.eval.jsonl` files, also while they are filled. An editor, so that VS Code brings it back after a reload. */
export class EvaluationEditor implements vscode.CustomReadonlyEditorProvider {
  constructor(private readonly host: EvaluationEditorHost) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose() {} };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    await new EvaluationPage(panel, uri, this.host).open();
  }
}

/** Events are sent to the page in batches of this many milliseconds. */
const batchMilliseconds = 150;
/** The summary is made anew after so long, and takes a small part of the time at most. */
const summaryMilliseconds = 4000;
const summaryShare = 0.05;

interface Opened {
  readonly results: Results;
  readonly scores: Scores;
  readonly shown: ShownResults;
  /** Place in the rows, by line. */
  readonly places: ReadonlyMap<number, number>;
}

class EvaluationPage {
  readonly #page: Page<EvaluationProtocol>;
  #opened: Opened | undefined;
  readonly #changedLines = new Set<number>();
  #batch: NodeJS.Timeout | undefined;
  #summaryDue: NodeJS.Timeout | undefined;
  /** Milliseconds that the last one took. */
  #summaryTime = 0;

  constructor(
    panel: vscode.WebviewPanel,
    private readonly uri: vscode.Uri,
    private readonly host: EvaluationEditorHost,
  ) {
    this.#page = new Page(panel, host, {
      name: 'evaluation',
      requests: evaluationRequests,
      kept: keptEvaluation,
      strings: evaluationStrings,
      ready: () => this.#showState(),
      receive: (request) => this.#receive(request),
    });
    this.#page.own(
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#page.run(() => this.#reread())),
      host.evaluations.onDidChange(({ path: file, record }) => {
        if (file !== uri.fsPath) return;
        if (record) this.#changedLines.add(record.line);
        else void this.#page.run(() => this.#restarted());
        this.#schedule();
      }),
      host.batchRuns.onDidChange((file) => {
        if (file === uri.fsPath) void this.#page.run(() => this.#batchChanged());
      }),
      host.memory.onDidDelete(() => void this.#page.run(() => this.#summarise())),
      {
        dispose: () => {
          clearTimeout(this.#batch);
          clearTimeout(this.#summaryDue);
        },
      },
    );
  }

  /** Rejects with a `UserError` when the file is no evaluation. */
  async open(): Promise<void> {
    await this.#read();
    this.#page.load();
  }

  async #reread(): Promise<void> {
    await this.#read();
    await this.#showState();
  }

  /** Reads the file, or takes over what its run has read. */
  async #read(): Promise<void> {
    const results = this.#running?.file.results ?? (await this.#readFile());
    const scores = vscode.workspace.isTrusted ? scoresOf(results) : withoutScores(results);
    await scores.prepare(this.host.measurer);
    this.#opened = {
      results,
      scores,
      shown: new ShownResults(results, scores, this.host.services, (name) =>
        this.host.memory.isDeleted({ name }),
      ),
      places: new Map(results.rows.map(({ line }, index) => [line, index])),
    };
    void this.#page.run(() => this.#judge(scores)); // takes as long as a stranger wants
  }

  async #judge(scores: Scores): Promise<void> {
    await scores.judge();
    if (scores === this.#opened?.scores && this.#opened.results.header.schema !== undefined)
      await this.#showState();
  }

  async #readFile(): Promise<Results> {
    const bytes = await vscode.workspace.fs.readFile(this.uri);
    return readResults(new TextDecoder().decode(bytes), path.basename(this.uri.path)).results;
  }

  get #running() {
    return this.host.evaluations.running(this.uri.fsPath);
  }

  async #restarted(): Promise<void> {
    const running = this.#running;
    if (running && running.file.results !== this.#opened?.results) {
      await this.#reread();
    }
    this.#page.tell({ kind: 'run', run: this.#run() });
    await this.#summarise();
  }

  /** While a batch runs nothing comes in; its answers come all at once when it has ended. */
  async #batchChanged(): Promise<void> {
    if (this.host.batchRuns.progress(this.uri.fsPath) === undefined && this.#running === undefined) {
      await this.#reread();
    } else this.#page.tell({ kind: 'run', run: this.#run() });
  }

  async #summary(): Promise<readonly TargetSummary[]> {
    const { results, scores } = this.#opened ?? {};
    if (!results || !scores) return [];
    const { measurer } = this.host;
    const isUnderWay = !['done', 'unfinished'].includes(this.#run().state);
    return summarise(results, scores, { measurer, isUnderWay });
  }

  #schedule(): void {
    this.#batch ??= setTimeout(() => {
      this.#batch = undefined;
      void this.#page.run(() => this.#postChanges());
    }, batchMilliseconds);
    const wait = Math.max(summaryMilliseconds, this.#summaryTime / summaryShare);
    this.#summaryDue ??= setTimeout(() => {
      void this.#page.run(() => this.#summarise());
    }, wait);
  }

  async #postChanges(): Promise<void> {
    const { shown, results, places, scores } = this.#opened ?? {};
    if (!shown || !results || !places || !scores) return;
    await Promise.all([scores.judge(), scores.prepare(this.host.measurer)]);
    const events = [...this.#changedLines].flatMap((line): EvaluationEvent[] => {
      const row = places.get(line);
      const record = row === undefined ? undefined : results.rows[row];
      return row === undefined || !record ? [] : [{ kind: 'answer', row, answers: shown.answers(record) }];
    });
    this.#changedLines.clear();
    this.#page.tell(...events, { kind: 'run', run: this.#run() });
  }

  async #summarise(): Promise<void> {
    clearTimeout(this.#summaryDue);
    this.#summaryDue = undefined;
    const { shown } = this.#opened ?? {};
    const started = performance.now();
    const summary = await this.#summary();
    this.#summaryTime = performance.now() - started;
    if (!shown || shown !== this.#opened?.shown) return; // the file was read anew meanwhile
    this.#page.tell({ kind: 'summary', ...this.#shownSummary(shown, summary) });
  }

  #shownSummary(shown: ShownResults, summary: readonly TargetSummary[]) {
    const conclusions = this.#conclusions(summary);
    return { targets: shown.targets(summary), conclusions, notes: shown.notes(summary) };
  }

  async #receive(request: EvaluationRequest): Promise<void> {
    const { evaluations, batchRuns, actions } = this.host;
    const file = this.uri.fsPath;
    const { results, scores } = this.#opened ?? {};
    if (!results || !scores) return;
    // The rest writes a file or asks a model.
    if (request.type !== 'goToLine' && request.type !== 'compare') requireTrust();
    switch (request.type) {
      case 'pause':
        return this.#running?.run.pause();
      case 'resume':
        if (this.#running) return this.#running.run.resume();
        if (batchRuns.progress(file)) return batchRuns.resume();
        return evaluations.resume(file);
      case 'cancel':
        return batchRuns.progress(file) ? batchRuns.cancel(file) : this.#running?.run.cancel();
      case 'retry':
        return evaluations.resume(file, { retryRefused: true });
      case 'export':
        return actions.exportResults(results, scores, file, this.host.measurer);
      case 'compare':
        return actions.compareWith(results, file);
      case 'goToLine':
        return actions.goToRow(results, request.row, file);
      case 'tryRow':
        return actions.tryRow(results, request.row, file);
      case 'fixRow':
        return actions.fixRow(results, request.row, file);
      case 'fixRows':
        return actions.fixRows(results, request.rows, file);
    }
  }

  /** None before all answers are there: who looks on until the interval leaves zero sees progress in noise. */
  #conclusions(summary: readonly TargetSummary[]): readonly string[] {
    const { shown, scores } = this.#opened ?? {};
    const restricted = vscode.l10n.t(
      "Responses aren't scored in Restricted Mode. Trust this workspace to see the metrics.",
    );
    const gap = vscode.workspace.isTrusted ? scores?.problem : restricted;
    const conclusions = this.#run().state === 'done' ? (shown?.conclusions(summary) ?? []) : [];
    return gap === undefined ? conclusions : [gap, ...conclusions];
  }

  #run(): ShownRun {
    const { results } = this.#opened ?? {};
    const done = (results?.answered ?? 0) + (results?.failed ?? 0);
    const wanted = results?.wanted ?? 0;
    const batch = this.host.batchRuns.progress(this.uri.fsPath);
    if (batch) return batchRun(batch, wanted);
    const running = this.#running;
    const waiting = running || !results ? 0 : countUnjudged(results);
    const isDone = done >= wanted && waiting === 0;
    const canRetry = !running && (results?.failed ?? 0) > 0;
    if (running === undefined) {
      const state = isDone ? 'done' : 'unfinished';
      const [waitsFor] = results?.batches ?? [];
      const message = waitsFor
        ? batchSentence(waitsFor)
        : isDone
          ? vscode.l10n.t('Complete.')
          : done < wanted
            ? vscode.l10n.t('Incomplete: {0} responses missing.', numberText(wanted - done))
            : vscode.l10n.t('Incomplete: {0} responses not judged yet.', numberText(waiting));
      return { state, done, wanted, message, canRetry };
    }
    const { paused, resting, phase } = running.run.progress;
    const message = paused
      ? vscode.l10n.t('Paused.')
      : resting > 0
        ? vscode.l10n.t('Rate limited. Retrying in {0} s.', Math.ceil(resting / 1000))
        : phase === 'judging'
          ? vscode.l10n.t('Judging responses…')
          : vscode.l10n.t('Running…');
    return { state: paused ? 'paused' : 'running', done, wanted, message, canRetry };
  }

  async #showState(): Promise<void> {
    const { results, shown } = this.#opened ?? {};
    if (!results || !shown) return;
    const summary = await this.#summary();
    if (shown !== this.#opened?.shown) return; // the file was read anew meanwhile, and tells itself
    this.#page.show({
      ...shown.head(),
      ...this.#shownSummary(shown, summary),
      rows: results.rows.map((row) => shown.row(row)),
      run: this.#run(),
    });
  }
}

function batchRun({ answered, asked, isUnclear, isUnread }: BatchProgress, wanted: number): ShownRun {
  const message = isUnclear
    ? vscode.l10n.t(
        'A batch was sent, but no response arrived. Tunewright will look for it when the service is reachable.',
      )
    : isUnread
      ? vscode.l10n.t('The batch is done. Reading responses…')
      : vscode.l10n.t(
          'Batch in progress: {0} of {1} prompts. You can close this window.',
          numberText(answered),
          numberText(asked),
        );
  return {
    state: isUnclear || isUnread ? 'unfinished' : 'batch',
    done: answered,
    wanted,
    message,
    canRetry: false,
  };
}
