import { type FileHandle, open } from 'node:fs/promises';
import { detectFormat } from '../../formats/detection/detectFormat';
import type { DatasetFormat, TextField } from '../../formats/format';
import { parse } from '../../json/parse';
import { isObject, type JsonObject } from '../../json/value';
import type { RowIndex } from '../rowIndex';
import { rowsOf, textOfRow } from '../rowsOf';

/** All that an example says, of given lines in order; nothing of what is no example. */
export async function* textsOfRows(
  { path, format }: RowIndex,
  lines: Uint32Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  let at = 0;
  for await (const batch of rowsOf(path, signal)) {
    for (const row of batch) {
      if (row.line !== lines[at]) continue;
      at++;
      const value = parse(textOfRow(row));
      yield isObject(value) ? textOfExample(value, format) : '';
    }
  }
}

/** All that an example says. @param format of the file; a row may have its own */
export function textOfExample(value: JsonObject, format: DatasetFormat | undefined): string {
  return fieldsOf(value, format)
    .map(({ text }) => text)
    .join('\n');
}

/** @param format of the file; a row may have its own */
function fieldsOf(value: JsonObject, format: DatasetFormat | undefined): readonly TextField[] {
  return (detectFormat(value, format).likely ?? format)?.outline(value).fields ?? [];
}

/** What is said of a row. */
export interface RowTexts {
  /** Undefined when it isn't a JSON object. */
  readonly value: JsonObject | undefined;
  readonly prompt: string;
  readonly answer: string;
}

/** Reads single rows of a file that stays open until `close`. */
export class RowReader {
  #handle: FileHandle | undefined;

  constructor(private readonly index: RowIndex) {}

  async read(line: number): Promise<RowTexts> {
    const { starts, path, format } = this.index;
    this.#handle ??= await open(path, 'r');
    const start = starts[line] as number;
    const bytes = Buffer.alloc((starts[line + 1] as number) - start);
    await this.#handle.read(bytes, 0, bytes.length, start);
    const text = bytes.toString('utf8');
    const value = parse(text);
    if (!isObject(value)) return { value: undefined, prompt: text.trim(), answer: '' };
    const fields = fieldsOf(value, format);
    const said = (wanted: 'input' | 'output') =>
      fields
        .filter(({ side }) => side === wanted)
        .map((field) => field.text)
        .join('\n');
    return { value, prompt: said('input'), answer: said('output') };
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}
