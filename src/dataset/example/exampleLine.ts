import type { ColumnRange } from '../checking/problem';
import { type SchemaError, schemaErrors } from '../checking/schemaErrors';
import type { DatasetFormat, Outline } from '../formats/format';
import type { JsonObject, JsonPath } from '../json/value';
import { Places, rangesInString } from '../json/walk';
import { type MediaFile, mediaFiles } from '../media/mediaFiles';
import type { Target } from '../targets/target';
import { CannotExpress } from './conversation';

/** A line that holds an object, with what the rules need to know of it. Made to be thrown away. */
export class ExampleLine {
  readonly outline: Outline;
  readonly schemaErrors: readonly SchemaError[];
  readonly #places: Places;
  #files: readonly MediaFile[] | undefined;
  #valid: boolean | undefined;

  constructor(
    readonly text: string,
    readonly value: JsonObject,
    readonly format: DatasetFormat,
    readonly target: Target | undefined,
    /** Counts tokens exactly; absent where the vocabulary is not at hand. */
    readonly countTokens?: (text: string) => number,
  ) {
    this.#places = new Places(text);
    this.outline = format.outline(value);
    this.schemaErrors = schemaErrors(format, value);
  }

  /** A conversation can be made of it. What a foreign format says may be unreadable although its schema is kept. */
  get valid(): boolean {
    this.#valid ??=
      this.schemaErrors.length === 0 && (!this.format.isForeign || isReadable(this.format, this.value));
    return this.#valid;
  }

  /** Pictures and the like; only of Google's formats, for others name files in ways of their own. */
  get files(): readonly MediaFile[] {
    this.#files ??= this.format.hasMedia ? mediaFiles(this.value) : [];
    return this.#files;
  }

  has(path: JsonPath): boolean {
    return this.#places.find(path) !== undefined;
  }

  /** Where the value at a path stands; the whole line when it is not there. */
  rangeOf(path: JsonPath): ColumnRange {
    return this.#places.find(path)?.value ?? { start: 0, end: this.text.length };
  }

  /** Where the key at the end of a path stands. */
  keyRangeOf(path: JsonPath): ColumnRange {
    return this.#places.find(path)?.key ?? this.rangeOf(path);
  }

  /** The key at the end of a path with its value. */
  memberRangeOf(path: JsonPath): ColumnRange {
    return { start: this.keyRangeOf(path).start, end: this.rangeOf(path).end };
  }

  /** The opening bracket of the value at a path. */
  openingOf(path: JsonPath): ColumnRange {
    const { start } = this.rangeOf(path);
    return { start, end: start + 1 };
  }

  /** Where the characters `from`…`to` (UTF-16 units, decoded) of the text at `path` stand. */
  textRangeOf(path: JsonPath, from: number, to: number): ColumnRange {
    return this.textRangesOf(path, [{ start: from, end: to }])[0] ?? this.rangeOf(path);
  }

  /** The same for many places of one text, in order and without overlaps, in one go. */
  textRangesOf(path: JsonPath, places: readonly ColumnRange[]): ColumnRange[] {
    return rangesInString(this.text, this.rangeOf(path).start, places);
  }
}

function isReadable(format: DatasetFormat, value: JsonObject): boolean {
  try {
    format.toConversation(value);
    return true;
  } catch (error) {
    if (error instanceof CannotExpress) return false;
    throw error;
  }
}
