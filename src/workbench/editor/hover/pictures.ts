import * as vscode from 'vscode';
import { base64Of, bytesOfBase64 } from '../../../base/base64';
import type { Conversation, Part } from '../../../dataset/example/conversation';
import { type PictureSource, pictureOf, shownType } from '../../../dataset/media/pictures';
import type { TrainingStorage } from '../../../tuning/google/storage/trainingStorage';
import { errorStory } from '../../ui/errorStory';

/** VS Code cuts the Markdown of a hover at 100,000 characters: larger pictures are shown from files. */
const longestInText = 16_000;
/** In bytes. */
const largest = 4 << 20;
const most = 4;
/** Milliseconds that a hover waits for files of a bucket. */
const patience = 5_000;
/** Files of a bucket that are kept, the last ones asked for. */
const mostFetched = 16;
/** In milliseconds: another window may still show what is younger. */
const oneDay = 24 * 60 * 60_000;

/** How VS Code's Markdown writes the height of a picture, in pixels. */
const height = '|height=160';

/**
 * Pictures as Markdown: of data in the text at once, of buckets while connected, which no untrusted workspace is. What
 * was fetched is kept for this window; large pictures are files in a folder of the extension, for a day.
 */
export class Pictures {
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #fetched = new Map<string, Promise<Uint8Array | undefined>>();
  #cleared: Promise<void> | undefined;

  constructor(
    /** Absent where a hover cannot show files. */
    private readonly folder: vscode.Uri | undefined,
    /** Undefined while not connected. */
    private readonly storage: () => TrainingStorage | undefined,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Of the first few pictures of a conversation. */
  async ofConversation({ system = [], turns }: Conversation): Promise<ReadonlyMap<Part, string>> {
    const parts = [...system, ...turns.flatMap((turn) => turn.parts)];
    const found = parts.flatMap((part) => {
      const source = pictureOf(part);
      return source ? [{ part, source }] : [];
    });
    const shown = await Promise.all(
      found.slice(0, most).map(async ({ part, source }) => [part, await this.of(source)] as const),
    );
    return new Map(shown.flatMap(([part, picture]) => (picture === undefined ? [] : [[part, picture]])));
  }

  /** Undefined when it cannot be shown: too large, of another type, not there. */
  async of(source: PictureSource): Promise<string | undefined> {
    if ('uri' in source && !(source.uri.startsWith('gs://') && this.storage())) return undefined;
    const key = await keyOf(source);
    const known = this.#known.get(key) ?? this.#make(source, key);
    this.#known.set(key, known);
    return known;
  }

  /** As a `data:` address for a page; undefined when it cannot be shown. */
  async dataAddress(source: PictureSource): Promise<string | undefined> {
    if ('uri' in source && !(source.uri.startsWith('gs://') && this.storage())) return undefined;
    try {
      const bytes = await this.#read(source);
      const type = bytes && shownType(bytes);
      return bytes && type ? `data:image/${type};base64,${base64Of(bytes)}` : undefined;
    } catch (error) {
      this.log.info("Can't show an image.", errorStory(error));
      return undefined;
    }
  }

  async #read(source: PictureSource): Promise<Uint8Array | undefined> {
    return 'uri' in source ? this.#fetch(source.uri) : dataOf(source.base64);
  }

  async #make(source: PictureSource, key: string): Promise<string | undefined> {
    try {
      const bytes = await this.#read(source);
      const type = bytes && shownType(bytes);
      if (!bytes || !type) {
        if ('uri' in source) this.#known.delete(key); // it may be there later
        return undefined;
      }
      const base64 = base64Of(bytes);
      if (base64.length <= longestInText) return `![](data:image/${type};base64,${base64}${height})`;
      const { folder } = this;
      if (!folder || !vscode.workspace.isTrusted) return undefined;
      this.#cleared ??= this.#clear(folder);
      await this.#cleared;
      const file = vscode.Uri.joinPath(folder, `${key}.${type}`);
      await vscode.workspace.fs.writeFile(file, bytes);
      return `![](${file.toString()}${height})`;
    } catch (error) {
      this.#known.delete(key);
      this.log.info("Can't show an image.", errorStory(error));
      return undefined;
    }
  }

  /** Deletes what earlier windows have left: training data must not pile up outside the workspace. */
  async #clear(folder: vscode.Uri): Promise<void> {
    await vscode.workspace.fs.createDirectory(folder);
    for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
      const file = vscode.Uri.joinPath(folder, name);
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (mtime < Date.now() - oneDay) await vscode.workspace.fs.delete(file);
    }
  }

  #fetch(uri: string): Promise<Uint8Array | undefined> {
    const fetched =
      this.#fetched.get(uri) ??
      this.storage()?.read(uri, largest, AbortSignal.timeout(patience)) ??
      Promise.resolve(undefined);
    this.#fetched.delete(uri);
    this.#fetched.set(uri, fetched);
    const [oldest = uri] = this.#fetched.keys();
    if (this.#fetched.size > mostFetched) this.#fetched.delete(oldest);
    const forget = () => this.#fetched.delete(uri); // it may be there later
    fetched.then((bytes) => bytes ?? forget(), forget);
    return fetched;
  }
}

function dataOf(base64: string): Uint8Array | undefined {
  return base64.length > largest ? undefined : bytesOfBase64(base64);
}

async function keyOf(source: PictureSource): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(source)));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
