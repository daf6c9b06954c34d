// By what rows are compared with others, whatever their format.
import type { ExampleKeys } from '../example/exampleKeys';
import { Hash } from '../example/hash';
import { detectFormat } from '../formats/detection/detectFormat';
import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { isObject } from '../json/value';
import { ONLY_SCHEMA } from '../scan/onlySchema';
import { isReadable, readLine } from './checkLine';

/** Undefined when the row is no example. @param format of the file, if it is known; the row may have its own */
export function keysOfRow(text: string, format?: DatasetFormat): ExampleKeys | undefined {
  const value = isReadable(text) ? parse(text) : undefined;
  const own = isObject(value) ? (detectFormat(value, format).likely ?? format) : undefined;
  return own && readLine(text, { format: own, target: undefined, severities: ONLY_SCHEMA }).keys;
}

/** Equal for rows that say the same; of what is no example, that are written the same. Undefined of blank lines. */
export function wholeKeyOf(text: string, format: DatasetFormat | undefined): number | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  return keysOfRow(written, format)?.whole ?? new Hash().mark(0).text(written).key;
}
