import { readdir, readFile, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { writeWhole } from '../../../base/files/draft';
import { makeFolder } from '../../../base/files/folders';
import type { PlaygroundState } from '../protocol/playgroundState.protocol';
import type { KeptConversation } from '../session/playgroundSession';
import { readKept } from './playgroundKept';

/** The oldest conversations beyond these are deleted. Attachments are kept with them. */
const usualLimits = { conversations: 500, bytes: 200_000_000 };

export interface PastConversation extends KeptConversation {
  /** Milliseconds since 1970 of its last change. */
  readonly time: number;
}

/** Something was said, or written to be said. A prompt of a dataset stands there. */
export function isWorthKeeping({ turns, draft }: PlaygroundState): boolean {
  return turns.length > 0 || (draft.text.trim() !== '' && !draft.fromOrigin);
}

/** Conversations on disk, a file each, readable by the user alone. They hold prompts: none of it is ever logged. */
export class PlaygroundHistory {
  /** Writes follow each other, so that the last one wins. */
  #writing: Promise<void> = Promise.resolve();
  readonly #waiting = new Map<string, KeptConversation>();
  #written = 0;

  constructor(
    private readonly folder: string,
    private readonly limits = usualLimits,
  ) {}

  /** Resolves when it is on disk. A later call for the same conversation replaces one that still waits. */
  save(conversation: KeptConversation): Promise<void> {
    const { id } = conversation.state;
    const isWaiting = this.#waiting.has(id);
    this.#waiting.set(id, conversation);
    return isWaiting ? this.#writing : this.#queue(() => this.#write(id));
  }

  async #write(id: string): Promise<void> {
    const conversation = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (conversation === undefined) return;
    await makeFolder(this.folder);
    await writeWhole(this.#file(id), JSON.stringify(conversation), { replace: true, mode: 0o600 });
    this.#written += 1;
    if (this.#written % 20 === 1) await this.#prune();
  }

  async load(id: string): Promise<KeptConversation | undefined> {
    await this.#writing;
    try {
      return readKept(JSON.parse(await readFile(this.#file(id), 'utf8')));
    } catch {
      return undefined; // deleted, or cut off by a full disk
    }
  }

  /** Those with something of the user's in them, newest first. */
  async list(): Promise<readonly PastConversation[]> {
    await this.#writing;
    const found: PastConversation[] = [];
    for (const { id, time } of await this.#files()) {
      const kept = await this.load(id);
      if (kept && isWorthKeeping(kept.state)) found.push({ ...kept, time });
    }
    return found;
  }

  delete(id: string): Promise<void> {
    this.#waiting.delete(id);
    return this.#queue(() => rm(this.#file(id), { force: true }));
  }

  deleteAll(): Promise<void> {
    this.#waiting.clear();
    return this.#queue(() => rm(this.folder, { recursive: true, force: true }));
  }

  #queue(action: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(action);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  async #prune(): Promise<void> {
    let bytes = 0;
    for (const [place, { id, size }] of (await this.#files()).entries()) {
      bytes += size;
      const isKept = place < this.limits.conversations && bytes <= this.limits.bytes;
      if (!isKept) await rm(this.#file(id), { force: true });
    }
  }

  async #files(): Promise<readonly { id: string; time: number; size: number }[]> {
    const names = await readdir(this.folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    const files = await Promise.all(
      ids.map((id) =>
        stat(this.#file(id)).then(
          ({ mtimeMs: time, size }) => ({ id, time, size }),
          () => ({ id, time: 0, size: 0 }), // deleted meanwhile
        ),
      ),
    );
    return files.sort((a, b) => b.time - a.time);
  }

  #file(id: string): string {
    return path.join(this.folder, `${id.replace(/[^A-Za-z0-9-]/g, '')}.json`);
  }
}
