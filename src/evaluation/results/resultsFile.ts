import { existsSync } from 'node:fs';
import { type FileHandle, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isStillAt, openToAppend } from '../../base/files/append';
import { writeWhole } from '../../base/files/draft';
import { freeName } from './freeName';
import { readResults } from './readResults';
import { type EvaluationHeader, type FileRecord, type RowRecord, resultsEnding } from './records';
import type { Results } from './results';

/** Reads a file that somebody else may be filling: unlike `ResultsFile.open`, it changes nothing. */
export async function readResultsFile(file: string): Promise<Results> {
  return readResults(await readFile(file, 'utf8'), path.basename(file)).results;
}

interface Opened {
  readonly path: string;
  readonly handle: FileHandle;
  /** Bytes, as we left it. */
  size: number;
}

/**
 * A results file that answers are added to. What `append` has resolved for survives a crash of the process. When the file
 * is not the one any more that was opened, after a checkout or by another program, all there is goes on in a recovery file.
 */
export class ResultsFile {
  #writing: Promise<unknown> = Promise.resolve();
  #recovered = false;

  private constructor(
    /** Where it was opened. */
    readonly path: string,
    readonly results: Results,
    private opened: Opened,
  ) {}

  /** Writes a new file, whole or not at all. Rejects with a `FileRefusal` when it is there: its answers were paid for. */
  static async create(
    file: string,
    header: EvaluationHeader,
    rows: readonly RowRecord[],
  ): Promise<ResultsFile> {
    await writeWhole(file, linesOf([header, ...rows]), { replace: false });
    return ResultsFile.open(file);
  }

  /** Opens a file to go on with; a line that was cut off in the middle of writing is taken away. */
  static async open(file: string): Promise<ResultsFile> {
    const handle = await openToAppend(file);
    try {
      const text = await handle.readFile('utf8');
      const { results, length } = readResults(text, path.basename(file));
      if (length < text.length) await handle.truncate(Buffer.byteLength(text.slice(0, length)));
      return new ResultsFile(file, results, { path: file, handle, size: (await handle.stat()).size });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Where the answers went instead; undefined when they are in their file. */
  get recoveryFile(): string | undefined {
    return this.#recovered ? this.opened.path : undefined;
  }

  /** Resolves when the record is written and part of the results. */
  append(record: FileRecord): Promise<void> {
    const writing = this.#writing.then(async () => {
      if (!(await isAsLeft(this.opened))) await this.#recover();
      const line = linesOf([record]);
      await this.opened.handle.appendFile(line);
      this.opened.size += Buffer.byteLength(line);
      this.results.add(record);
    });
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  /** Resolves when all that was appended would survive a loss of power. */
  async close(): Promise<void> {
    await this.#writing;
    await this.opened.handle.sync();
    await this.opened.handle.close();
  }

  /** Everything that is known goes into a file of its own, beside the other or where that was. */
  async #recover(): Promise<void> {
    const { header, rows, batches } = this.results;
    const folder = path.dirname(this.path);
    await mkdir(folder, { recursive: true });
    const base = `${path.basename(this.path, resultsEnding)}.recovered`;
    const name = path.join(
      folder,
      freeName(base, (taken) => existsSync(path.join(folder, taken))),
    );
    const content = linesOf([header, ...rows, ...batches, ...this.results.records()]);
    await writeWhole(name, content, { replace: false });
    await this.opened.handle.close();
    this.opened = { path: name, handle: await openToAppend(name), size: Buffer.byteLength(content) };
    this.#recovered = true;
  }
}

/** What the user is told when answers went elsewhere. */
export function recoveredTo(file: string, recoveryFile: string): string {
  return l10n.t(
    '{0} was changed or replaced while responses were being added, such as by switching branches. All responses are in {1}.',
    path.basename(file),
    recoveryFile,
  );
}

async function isAsLeft({ path: file, handle, size }: Opened): Promise<boolean> {
  return (await isStillAt(file, handle)) && (await handle.stat()).size === size;
}

function linesOf(records: readonly (EvaluationHeader | RowRecord | FileRecord)[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
