import { randomUUID } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeWhole } from '../../base/files/draft';
import { makeFolder } from '../../base/files/folders';

const fileName = 'news';
/** Milliseconds in which what another window has kept, such as in VS Code's own storage, arrives here. */
const settled = 300;

/** Tells the other windows of this user that something has changed at a service: a file that all of them watch. */
export class OtherWindows implements vscode.Disposable {
  readonly #heard = new vscode.EventEmitter<void>();
  /** Another window has changed something. */
  readonly onDidHear = this.#heard.event;
  readonly #window = randomUUID();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(
    private readonly folder: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#watch().catch((error: NodeJS.ErrnoException) => this.#fail(error));
  }

  tell(): void {
    const file = path.join(this.folder, fileName);
    const news = `${this.#window} ${Date.now()}`;
    writeWhole(file, news, { replace: true }).catch((error: NodeJS.ErrnoException) => this.#fail(error));
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
    this.#heard.dispose();
  }

  async #watch(): Promise<void> {
    await makeFolder(this.folder);
    if (this.#disposed) return;
    this.#watcher = watch(this.folder, { persistent: false }, (_, name) => {
      if (name !== fileName) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#hear(), settled);
    });
    this.#watcher.on('error', (error) => this.#fail(error));
  }

  async #hear(): Promise<void> {
    const news = await readFile(path.join(this.folder, fileName), 'utf8').catch(() => this.#window);
    if (!news.startsWith(this.#window)) this.#heard.fire();
  }

  #fail({ code, message }: NodeJS.ErrnoException): void {
    this.log.warn(`Other windows: ${code ?? message}`);
  }
}
