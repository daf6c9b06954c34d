// The rows of a file with edits that are not written yet. Only which row of the file, or which new text, stands on each line
// is kept, four bytes a row: a million rows take an edit in a few milliseconds, and their texts stay on disk.
import type { FollowedLine } from '../editing/followLine';

/** Texts that take the place of rows. Those of one edit are in order, and none reaches into another. */
export interface RowSplice {
  readonly line: number;
  /** Rows that go. */
  readonly removed: number;
  /** Each with a line end. */
  readonly texts: readonly string[];
}

/** Lines whose origins follow each other. */
export interface RowRun {
  readonly line: number;
  /** Of the first: the number of a row of the file; from the count of those on, that of a new text. */
  readonly origin: number;
  readonly count: number;
}

interface Splice {
  readonly line: number;
  readonly removed: Uint32Array;
  readonly added: Uint32Array;
}

/** An edit that can be undone. Lines are those before it. */
type Step = readonly Splice[];

/** Where lines are after an edit. @param lines ascending */
export type Follow = (lines: readonly number[]) => FollowedLine[];

/** What is kept of edits in a backup. */
export interface KeptEdits {
  readonly rows: number;
  /** Origin and count of each run, one after the other. */
  readonly runs: readonly number[];
  readonly texts: readonly string[];
}

export class EditedRows {
  /** Of each line; undefined while all stand as in the file. */
  #origins: Uint32Array | undefined;
  readonly #texts: string[] = [];
  #characters = 0;
  #done: Step[] = [];
  #undone: Step[] = [];
  /** Steps after which all stands as in the file; undefined when no way leads back. */
  #doneAtFile: number | undefined = 0;

  /** @param rows of the file */
  constructor(readonly rows: number) {}

  get count(): number {
    return this.#origins?.length ?? this.rows;
  }

  get isEdited(): boolean {
    return this.#origins !== undefined;
  }

  /** Of all texts that are kept, also of those that were undone. */
  get characters(): number {
    return this.#characters;
  }

  /** Also those that stand on no line now. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** See `RowRun`. Undefined when there is no such line. */
  originAt(line: number): number | undefined {
    if (line < 0 || line >= this.count) return undefined;
    return this.#origins ? this.#origins[line] : line;
  }

  /** Undefined when it is a row of the file. */
  textOf(origin: number): string | undefined {
    return this.#texts[origin - this.rows];
  }

  /** In order. */
  runs(): RowRun[] {
    const origins = this.#origins;
    if (!origins) return this.rows === 0 ? [] : [{ line: 0, origin: 0, count: this.rows }];
    const runs: RowRun[] = [];
    for (let line = 0; line < origins.length; ) {
      const origin = origins[line] as number;
      let count = 1;
      // Texts and rows of the file are not of one kind, so that no run has both.
      while (origins[line + count] === origin + count && origin + count !== this.rows) count++;
      runs.push({ line, origin, count });
      line += count;
    }
    return runs;
  }

  /** The lines of some origins, in order. @param isMeant by origin, 1 for those */
  linesOf(isMeant: Uint8Array): Uint32Array {
    const lines = new Uint32Array(this.count);
    let found = 0;
    for (const { line, origin, count } of this.runs()) {
      for (let at = 0; at < count; at++) if (isMeant[origin + at] === 1) lines[found++] = line + at;
    }
    return lines.slice(0, found);
  }

  /** Does what can be undone then; what was undone before cannot be done again. */
  edit(splices: readonly RowSplice[]): Follow {
    const step = splices.map(({ line, removed, texts }): Splice => {
      const first = this.rows + this.#texts.length;
      for (const text of texts) {
        this.#texts.push(text);
        this.#characters += text.length;
      }
      const origins = Array.from({ length: removed }, (_, at) => this.originAt(line + at) ?? 0);
      return {
        line,
        removed: Uint32Array.from(origins),
        added: Uint32Array.from(texts, (_, at) => first + at),
      };
    });
    if ((this.#doneAtFile ?? 0) > this.#done.length) this.#doneAtFile = undefined;
    this.#done.push(step);
    this.#undone = [];
    return this.#apply(step);
  }

  /** Undefined when there is nothing to undo. */
  undo(): Follow | undefined {
    const step = this.#done.pop();
    if (!step) return undefined;
    this.#undone.push(step);
    return this.#apply(inverse(step));
  }

  redo(): Follow | undefined {
    const step = this.#undone.pop();
    if (!step) return undefined;
    this.#done.push(step);
    return this.#apply(step);
  }

  #apply(step: Step): Follow {
    const before = this.#origins ?? inOrder(this.rows);
    const added = step.reduce((sum, splice) => sum + splice.added.length - splice.removed.length, 0);
    const after = new Uint32Array(before.length + added);
    let from = 0;
    let to = 0;
    for (const splice of step) {
      const kept = before.subarray(from, splice.line);
      after.set(kept, to);
      after.set(splice.added, to + kept.length);
      to += kept.length + splice.added.length;
      from = splice.line + splice.removed.length;
    }
    after.set(before.subarray(from), to);
    this.#origins = this.#done.length === this.#doneAtFile ? undefined : after;
    return (lines) => followed(lines, step);
  }

  /** Rows of the file that stand on no line now, and that an undo would bring back. Ascending. */
  lostRows(): Uint32Array {
    const isLost = new Uint8Array(this.rows);
    for (const step of [...this.#done, ...this.#undone]) {
      for (const { removed, added } of step) {
        for (const origin of removed) if (origin < this.rows) isLost[origin] = 1;
        for (const origin of added) if (origin < this.rows) isLost[origin] = 1;
      }
    }
    for (const { origin, count } of this.runs())
      if (origin < this.rows) isLost.fill(0, origin, origin + count);
    return Uint32Array.from(isLost.keys()).filter((row) => isLost[row] === 1);
  }

  /**
   * The same rows when they are the file's: after they were written. What was done before can still be undone.
   * @param rows that the file has now: a last one without text and line end is none
   * @param lost the texts of `lostRows`, each with its line end; undefined: nothing can be undone any more
   */
  written(rows: number, lost: ReadonlyMap<number, string> | undefined): EditedRows {
    const after = new EditedRows(rows);
    if (!lost) return after;
    const places = new Uint32Array(this.rows + this.#texts.length).fill(NOWHERE);
    for (const { line, origin, count } of this.runs()) {
      for (let at = 0; at < count && line + at < rows; at++) places[origin + at] = line + at;
    }
    const placeOf = (origin: number): number => {
      const known = places[origin] as number;
      if (known !== NOWHERE) return known;
      const text = this.textOf(origin) ?? lost.get(origin) ?? '\n';
      const place = after.rows + after.#texts.push(text) - 1;
      after.#characters += text.length;
      places[origin] = place;
      return place;
    };
    const moved = (step: Step): Step =>
      step.map(({ line, removed, added }) => ({
        line,
        removed: removed.map(placeOf),
        added: added.map(placeOf),
      }));
    after.#done = this.#done.map(moved);
    after.#undone = this.#undone.map(moved);
    after.#doneAtFile = after.#done.length;
    if (rows === this.count) return after;
    after.#origins = Uint32Array.from({ length: this.count }, (_, line) =>
      line < rows ? line : placeOf(this.originAt(line) ?? 0),
    );
    after.#doneAtFile = undefined;
    return after;
  }

  kept(): KeptEdits {
    const runs = this.runs();
    const texts: string[] = [];
    const numbers = runs.flatMap(({ origin, count }) => {
      if (origin < this.rows) return [origin, count];
      const first = this.rows + texts.length;
      for (let at = 0; at < count; at++) texts.push(this.textOf(origin + at) ?? '\n');
      return [first, count];
    });
    return { rows: this.rows, runs: numbers, texts };
  }

  /** What was done before can't be undone. @throws RangeError when a backup names others than there are */
  static of({ rows, runs, texts }: KeptEdits): EditedRows {
    const edited = new EditedRows(rows);
    for (const text of texts) {
      edited.#texts.push(text);
      edited.#characters += text.length;
    }
    const origins: number[] = [];
    for (let at = 0; at + 1 < runs.length; at += 2) {
      const [origin = 0, count = 0] = runs.slice(at, at + 2);
      if (origin < 0 || count < 1 || origin + count > rows + texts.length)
        throw new RangeError('The backup names rows beyond the end of the file');
      for (let next = 0; next < count; next++) origins.push(origin + next);
    }
    edited.#origins = Uint32Array.from(origins);
    edited.#doneAtFile = undefined;
    return edited;
  }
}

const NOWHERE = 0xffff_ffff;

function inOrder(rows: number): Uint32Array {
  const origins = new Uint32Array(rows);
  for (let line = 0; line < rows; line++) origins[line] = line;
  return origins;
}

function inverse(step: Step): Step {
  let moved = 0;
  return step.map(({ line, removed, added }) => {
    const splice = { line: line + moved, removed: added, added: removed };
    moved += added.length - removed.length;
    return splice;
  });
}

function followed(lines: readonly number[], step: Step): FollowedLine[] {
  let next = 0;
  let moved = 0; // by the splices above
  return lines.map((line) => {
    for (let above = step[next]; above && above.line + above.removed.length <= line; above = step[++next])
      moved += above.added.length - above.removed.length;
    const own = step[next];
    if (!own || own.line > line) return { line: line + moved, isSame: true };
    const place = line - own.line;
    if (own.added.length === own.removed.length) return { line: line + moved, isSame: true }; // it says something else
    const kept = own.added.indexOf(own.removed[place] as number);
    if (kept !== -1) return { line: own.line + moved + kept, isSame: true };
    return { line: own.line + moved + Math.min(place, own.added.length), isSame: false };
  });
}
