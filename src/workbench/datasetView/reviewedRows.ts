import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { markReviewed, reviewedKeys, reviewedPath } from '../../dataset/reviewed/reviewedFile';
import { ReviewedError } from '../../dataset/reviewed/reviewedText';
import { reviewKey } from '../../dataset/reviewed/reviewKey';
import { rowsText } from '../ui/numberFormat';
import { workspaceOf } from '../ui/saving';
import { requireTrust } from '../ui/trust';
import type { RowSource } from './rowSource';

/** Of more rows, reading them is shown and can be cancelled. */
const mostAtOnce = 2_000;

/** Which rows of a dataset a person has reviewed: what its side file says, also when others change that. */
export class ReviewedRows implements vscode.Disposable {
  #keys: ReadonlySet<string> = new Set();
  #error: UserError | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  /** The side file has been read once. */
  readonly ready: Promise<void>;

  constructor(private readonly uri: vscode.Uri) {
    this.ready = this.read();
    if (uri.scheme !== 'file') {
      this.#subscription = this.#changed;
      return;
    }
    const folder = vscode.Uri.joinPath(uri, '..');
    const side = reviewedPath(uri.fsPath);
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const look = (changed: vscode.Uri) => {
      if (changed.fsPath === side) void this.read();
    };
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate(look),
      watcher.onDidDelete(look),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Why nobody knows. */
  get trouble(): string | undefined {
    return this.#error?.message;
  }

  /** By which reviewed rows are known. @throws UserError */
  get keys(): ReadonlySet<string> {
    if (this.#error) throw this.#error;
    return this.#keys;
  }

  has(text: string): boolean {
    if (this.#keys.size === 0) return false;
    const key = reviewKey(text);
    return key !== undefined && this.#keys.has(key);
  }

  /** Takes up what the side file says by now. */
  async read(): Promise<void> {
    if (this.uri.scheme !== 'file') return;
    const before = this.#keys;
    const trouble = this.trouble;
    try {
      this.#keys = (await reviewedKeys(this.uri.fsPath)) ?? new Set();
      this.#error = undefined;
    } catch (error) {
      this.#keys = new Set();
      this.#error = readable(error, this.uri);
    }
    const isSame = before.size === this.#keys.size && [...before].every((key) => this.#keys.has(key));
    if (!isSame || trouble !== this.trouble) this.#changed.fire();
  }

  /** Marks rows, or no longer when all are marked. Says what was done. */
  async toggle(source: Pick<RowSource, 'written'>, lines: readonly number[]): Promise<string> {
    requireTrust();
    if (this.uri.scheme !== 'file')
      throw new UserError(
        vscode.l10n.t(
          'Reviewed rows are kept in a file next to the dataset. Save it to a local folder first.',
        ),
        'NOT_LOCAL',
      );
    const keys = await keysOf(source, lines); // at once: other rows may stand there soon
    await this.read(); // what others have marked
    const known = this.keys;
    const isReviewed = !keys.every((key) => known.has(key));
    try {
      await markReviewed(this.uri.fsPath, keys, isReviewed, workspaceOf(this.uri));
    } catch (error) {
      throw error instanceof ReviewedError ? readable(error, this.uri) : error;
    }
    await this.read();
    const rows = rowsText(keys.length);
    return isReviewed
      ? vscode.l10n.t('Marked as reviewed: {0}', rows)
      : vscode.l10n.t('Marked as not reviewed: {0}', rows);
  }
}

async function keysOf(source: Pick<RowSource, 'written'>, lines: readonly number[]): Promise<string[]> {
  if (lines.length <= mostAtOnce) return readKeys(source.written(lines), () => false);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading {0}', rowsText(lines.length)),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_, token) =>
    readKeys(source.written(lines), () => token.isCancellationRequested),
  );
}

/** @param pieces of rows with line ends */
async function readKeys(pieces: AsyncIterable<Uint8Array>, isCancelled: () => boolean): Promise<string[]> {
  const keys: string[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    if (isCancelled()) throw new vscode.CancellationError();
    const texts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      const key = reviewKey(text);
      if (key !== undefined) keys.push(key);
    }
  }
  return keys;
}

function readable(error: unknown, uri: vscode.Uri): UserError {
  const name = path.basename(reviewedPath(uri.fsPath));
  const message =
    error instanceof ReviewedError
      ? error.message
      : vscode.l10n.t("{0} can't be read. It might be locked or not be yours.", name);
  return new UserError(message, 'REVIEWED', [], { cause: error });
}
