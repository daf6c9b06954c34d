import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { TuningJob } from '../../../tuning/contract/job';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import type { TuningService } from '../../../tuning/contract/service';
import { isRemote } from '../../../tuning/contract/spec';
import { FollowedLines } from '../../../tuning/droppedExamples/followedLines';
import type { LineMap, SoughtLine } from '../../../tuning/droppedExamples/lineMap';
import type { LineMaps } from '../../../tuning/droppedExamples/lineMapFiles';
import { type FaultyRow, lineOfRow } from '../../../tuning/google/errors/faultyRows';
import { failureOf } from '../../../tuning/google/errors/jobFailure';
import { ownSentence } from '../../../tuning/google/errors/namedInError';
import type { LaunchStorage } from '../../../tuning/launch/launches';
import type { JobMemory, JobName } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { jsonlFiles } from '../../editor/documents/jsonlFiles';
import { openFile } from '../../editor/examples/openFile';
import { droppedCode, ruleLink } from '../../editor/problems/rulePages';
import { sentenceOf } from '../../ui/errorBoundary';
import { type Drop, DroppedFile, findLines, openDocumentOf, type PlacedDrop } from './droppedFile';

/** A job with the figures of its training file, as far as they are told. */
type JobWithDrops = Pick<
  TuningJob,
  'service' | 'name' | 'displayName' | 'launchId' | 'dataStats' | 'createTime' | 'state' | 'error'
>;

export interface DroppedExamplesOptions {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly launches: Pick<LaunchStorage, 'all'>;
  readonly lineMaps: Pick<LineMaps, 'get'>;
  readonly memory: JobMemory;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Examples that a service has left out of a training, or for which it has refused the file, shown on the lines that
 * they came from. Fed by the
 * watcher's jobs, by one `get` of each job that ends, and by whoever has asked for a job (`tell`).
 */
export class DroppedExamples implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('tunewright-dropped');
  readonly #files = new Map<string, DroppedFile<JobWithDrops>>();
  readonly #watched = new Map<string, vscode.Disposable>();
  /** What was told of each job, so that the same is not worked on again. */
  readonly #told = new Map<string, string>();
  readonly #subscriptions: { dispose(): void }[];

  constructor(private readonly options: DroppedExamplesOptions) {
    const { watcher, memory } = options;
    this.#subscriptions = [
      this.#diagnostics,
      watcher.onDidChange(({ service, jobs }) => {
        const names = new Set(jobs);
        this.tell(watcher.jobs(service).jobs.filter(({ name }) => names.has(name)));
      }),
      watcher.onDidEnd((jobs) => {
        for (const job of jobs) this.#inBackground(this.#askOnce(job));
      }),
      vscode.workspace.onDidChangeTextDocument((event) =>
        this.#files.get(event.document.uri.toString())?.follow(event),
      ),
      memory.onDidChange((job) => {
        // Dismissed here, or in another window.
        for (const file of this.#files.values()) if (!job || file.has(keyOf(job))) this.#show(file);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => this.#locate(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#locate(document)),
      vscode.languages.registerCodeActionsProvider(jsonlFiles, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
  }

  dispose(): void {
    for (const subscription of [...this.#subscriptions, ...this.#watched.values()]) subscription.dispose();
  }

  /** Shows what these jobs have dropped, as far as they were launched from this machine and their files are here. */
  tell(jobs: readonly JobWithDrops[]): void {
    const news = jobs.filter((job) => {
      const rows = faultsOf(job);
      if (job.launchId === undefined || (job.dataStats === undefined && rows.length === 0)) return false; // a list may leave them out
      const dropped = JSON.stringify(rows);
      if (dropped === (this.#told.get(keyOf(job)) ?? '[]')) return false;
      this.#told.set(keyOf(job), dropped);
      return true;
    });
    if (news.length > 0) this.#inBackground(this.#place(news));
  }

  async #place(jobs: readonly JobWithDrops[]): Promise<void> {
    const records = await this.options.launches.all();
    for (const job of jobs) {
      const upload = await this.#uploadOf(job, records);
      if (upload === undefined) continue;
      const drops = faultsOf(job).flatMap(({ row, ...fault }): Drop[] => {
        const sought = lineOfRow(upload.map, row);
        return sought ? [{ ...fault, sought }] : [];
      });
      await this.#fileOf(upload.uri).set(keyOf(job), job, drops);
    }
  }

  /** Opens the file that a job was launched with, at one of its rows. */
  async reveal(job: JobName, row: FaultyRow): Promise<void> {
    const found = this.options.watcher.jobs(job.service).jobs.find(({ name }) => name === job.name);
    const known = found ?? (await this.#serviceOf(job)?.get(job, AbortSignal.timeout(60_000)));
    const upload = known && (await this.#uploadOf(known));
    const sought = upload && lineOfRow(upload.map, row);
    if (!sought) {
      throw new UserError(
        vscode.l10n.t("Can't find the line of this example. The job wasn't launched from this computer."),
        'NO_LINE_MAP',
      );
    }
    const editor = await vscode.window.showTextDocument(await openFile(upload.uri));
    const line = await lineOf(upload.uri, sought);
    const { range } = editor.document.lineAt(Math.min(line ?? sought.line, editor.document.lineCount - 1));
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
    if (line !== undefined) return;
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'This was line {0} of the uploaded file. It has been changed or deleted since.',
        sought.line + 1,
      ),
    );
  }

  /** Takes the diagnostics of a job away for good: all, or that of one example. */
  async dismiss(job: JobName, id: string | undefined): Promise<void> {
    await this.options.memory.change(job, (record) => ({
      ...record,
      dismissed:
        id === undefined || record.dismissed === 'all' ? 'all' : [...new Set([...record.dismissed, id])],
    }));
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const placed = this.#files.get(document.uri.toString())?.placed() ?? [];
    return placed
      .filter(
        ({ line, ...one }) => range.start.line <= line && line <= range.end.line && !this.#isDismissed(one),
      )
      .flatMap(({ owner, drop }) => {
        const { service, name } = owner;
        const dismiss = (title: string, id?: string) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.command = {
            command: 'tunewright.dismissDroppedExample',
            title,
            arguments: [{ service, name }, id],
          };
          return action;
        };
        return [
          dismiss(vscode.l10n.t('Ignore this dropped example'), drop.id),
          dismiss(vscode.l10n.t('Ignore all examples dropped from "{0}"', owner.displayName)),
        ];
      });
  }

  /** A list may leave out what is found in the data: then the job that has ended is asked for once. */
  async #askOnce(job: TuningJob): Promise<void> {
    if (job.launchId === undefined || job.dataStats !== undefined) return;
    const service = this.#serviceOf(job);
    if (service && (await this.#uploadOf(job)))
      this.tell([await service.get(job, AbortSignal.timeout(60_000))]);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.options.log.warn(`Dropped examples: ${sentenceOf(error)}`));
  }

  #serviceOf({ service }: JobName): TuningService | undefined {
    return this.options.services.find(({ id }) => id === service);
  }

  /** The file that a job was launched with, and what it said then; undefined when it is not known here. */
  async #uploadOf(
    { launchId }: Pick<TuningJob, 'launchId'>,
    records?: readonly LaunchRecord[],
  ): Promise<{ uri: vscode.Uri; map: LineMap } | undefined> {
    if (launchId === undefined) return undefined;
    const { launches, lineMaps } = this.options;
    const record = (records ?? (await launches.all())).find(({ id }) => id === launchId);
    if (record === undefined || isRemote(record.data.source)) return undefined;
    const map = await lineMaps.get(launchId);
    return map && { uri: vscode.Uri.parse(record.data.source, true), map };
  }

  #fileOf(uri: vscode.Uri): DroppedFile<JobWithDrops> {
    const key = uri.toString();
    const known = this.#files.get(key);
    if (known) return known;
    const file = new DroppedFile<JobWithDrops>(uri, () => this.#show(file));
    this.#files.set(key, file);
    if (uri.scheme !== 'untitled')
      this.#watched.set(
        key,
        watchFile(uri, () => file.locate()),
      );
    return file;
  }

  #locate({ uri }: vscode.TextDocument): void {
    void this.#files.get(uri.toString())?.locate();
  }

  /** One diagnostic for a line, also when several jobs have dropped it: that of the newest. */
  #show(file: DroppedFile<JobWithDrops>): void {
    const byLine = new Map<number, PlacedDrop<JobWithDrops>>();
    for (const placed of file.placed()) {
      if (this.#isDismissed(placed)) continue;
      const { owner, line } = placed;
      const other = byLine.get(line);
      if (other && (other.owner.createTime ?? 0) >= (owner.createTime ?? 0)) continue;
      byLine.set(line, placed);
    }
    const open = openDocumentOf(file.uri);
    const rangeOf = (line: number) =>
      open && line < open.lineCount ? open.lineAt(line).range : new vscode.Range(line, 0, line, 1);
    this.#diagnostics.set(
      file.uri,
      [...byLine.values()].map((placed) => this.#diagnosticOf(placed, rangeOf(placed.line))),
    );
  }

  #isDismissed({ owner, drop }: Pick<PlacedDrop<JobWithDrops>, 'owner' | 'drop'>): boolean {
    const dismissed = this.options.memory.of(owner)?.dismissed ?? [];
    return dismissed === 'all' || dismissed.includes(drop.id);
  }

  #diagnosticOf({ owner, drop }: PlacedDrop<JobWithDrops>, range: vscode.Range): vscode.Diagnostic {
    const service = this.#serviceOf(owner)?.label ?? owner.service;
    const why = drop.reason?.replace(/\s+/g, ' ').trim() || vscode.l10n.t('No reason given.');
    const { Error: Fatal, Warning } = vscode.DiagnosticSeverity;
    const message = drop.isFatal
      ? vscode.l10n.t('{0} stopped tuning "{1}" at this example: {2}', service, owner.displayName, why)
      : vscode.l10n.t('{0} dropped this example when tuning "{1}": {2}', service, owner.displayName, why);
    const diagnostic = new vscode.Diagnostic(range, message, drop.isFatal ? Fatal : Warning);
    diagnostic.source = 'Tunewright';
    diagnostic.code = { value: droppedCode, target: ruleLink(droppedCode) };
    return diagnostic;
  }
}

/** Rows that the service told of, as left out or as the reason why the job failed. */
function faultsOf(job: JobWithDrops): readonly (Omit<Drop, 'sought'> & { readonly row: FaultyRow })[] {
  const dropped = (job.dataStats?.dropped ?? []).map(({ index, reason }) => ({
    id: String(index),
    isFatal: false,
    reason,
    row: { kind: 'example' as const, index },
  }));
  const fatal = (failureOf(job)?.rows ?? []).map((row) => ({
    id: row.kind === 'example' ? String(row.index) : `line ${row.line}`,
    isFatal: true,
    reason: ownSentence(job.error ?? ''),
    row,
  }));
  return [...dropped, ...fatal];
}

/** Follows a file that is not open: it may be changed by other programs. */
function watchFile(uri: vscode.Uri, onDidChange: () => void): vscode.Disposable {
  const name = (uri.path.split('/').at(-1) ?? '').replace(/[[\]{}*?]/g, '[$&]');
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(onDidChange),
    watcher.onDidCreate(onDidChange),
    watcher.onDidDelete(onDidChange),
  );
}

/** Where a line of the upload is now, of equal ones the nearest. */
async function lineOf(uri: vscode.Uri, sought: SoughtLine): Promise<number | undefined> {
  const followed = new FollowedLines([sought]);
  followed.locate(await findLines(uri, new Set([sought.hash])));
  return followed.lines[0];
}

function keyOf({ service, name }: JobName): string {
  return `${service}:${name}`;
}
