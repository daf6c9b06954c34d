import { createReadStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { FollowedLines } from '../../../tuning/droppedExamples/followedLines';
import { hashOfLine, LineHasher, type SoughtLine } from '../../../tuning/droppedExamples/lineMap';

/** An example that a service left out of a training, or refused the file for, and the line that it was. */
export interface Drop {
  /** Names it among all of its job. */
  readonly id: string;
  /** True when the job failed because of it. */
  readonly isFatal: boolean;
  readonly reason: string | undefined;
  readonly sought: SoughtLine;
}

/** A drop, where it is now. */
export interface PlacedDrop<Owner> {
  readonly owner: Owner;
  readonly drop: Drop;
  /** From 0. */
  readonly line: number;
}

/** Lines hashed in one go before other work of the extension host has its turn. */
const linesAtOnce = 20_000;

/** One local file of which jobs have dropped examples, and where those are now: in the open document, else on disk. */
export class DroppedFile<Owner> {
  readonly #owners = new Map<string, { owner: Owner; drops: readonly Drop[]; lines: FollowedLines }>();
  /** The reading of the file that is under way: one that was overtaken by another is not believed. */
  #reading: symbol | undefined;

  /** @param onDidMove some lines are elsewhere, gone or back */
  constructor(
    readonly uri: vscode.Uri,
    private readonly onDidMove: () => void,
  ) {}

  /** What a job has dropped of this file; replaces what it told before. */
  set(key: string, owner: Owner, drops: readonly Drop[]): Promise<void> {
    const lines = new FollowedLines(drops.map(({ sought }) => sought));
    this.#owners.set(key, { owner, drops, lines });
    return this.locate();
  }

  has(key: string): boolean {
    return this.#owners.has(key);
  }

  placed(): readonly PlacedDrop<Owner>[] {
    return [...this.#owners.values()].flatMap(({ owner, drops, lines }) => {
      const now = lines.lines;
      return drops.flatMap((drop, at) => {
        const line = now[at];
        return line === undefined ? [] : [{ owner, drop, line }];
      });
    });
  }

  /** Reads the whole file, once for all jobs. A file that is not there any more has none of the lines. */
  async locate(): Promise<void> {
    const reading = Symbol();
    this.#reading = reading;
    const owners = [...this.#owners.values()];
    const sought = new Set(owners.flatMap(({ lines }) => lines.sought.map(({ hash }) => hash)));
    const found = await findLines(this.uri, sought);
    if (this.#reading !== reading) return;
    this.#reading = undefined;
    for (const { lines } of this.#owners.values()) lines.locate(found);
    this.onDidMove();
  }

  follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    if (this.#reading) {
      void this.locate(); // what is read now is out of date
      return;
    }
    const textOf = (line: number) => (line < document.lineCount ? document.lineAt(line).text : undefined);
    let moved = false;
    for (const { lines } of this.#owners.values()) moved = lines.follow(contentChanges, textOf) || moved;
    if (moved) this.onDidMove();
  }
}

/** The lines with these hashes: of the document when the file is open, else of the file on disk. */
export async function findLines(
  uri: vscode.Uri,
  hashes: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = new Map<number, number[]>();
  const see = (line: number, hash: number) => {
    if (!hashes.has(hash)) return;
    const lines = found.get(hash);
    if (lines) lines.push(line);
    else found.set(hash, [line]);
  };
  const open = openDocumentOf(uri);
  if (open) {
    for (let line = 0; line < open.lineCount; line++) {
      if (line % linesAtOnce === linesAtOnce - 1) await setImmediate();
      see(line, hashOfLine(open.lineAt(line).text));
    }
    return found;
  }
  const hasher = new LineHasher(see);
  try {
    for await (const chunk of bytesOf(uri)) hasher.write(chunk);
  } catch {
    return new Map(); // gone, or not to be read: then none of its lines is there
  }
  hasher.end();
  return found;
}

async function* bytesOf(uri: vscode.Uri): AsyncGenerator<Uint8Array> {
  if (uri.scheme === 'file') yield* createReadStream(uri.fsPath, { highWaterMark: 1 << 20 });
  else if (uri.scheme !== 'untitled') yield await vscode.workspace.fs.readFile(uri);
}

export function openDocumentOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
}
