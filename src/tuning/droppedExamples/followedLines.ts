import type { TextEdit } from '../../dataset/checking/rule';
import { followLine } from '../../dataset/editing/followLine';
import { hashOfLine, type SoughtLine } from './lineMap';

/** Lines of a file by their hash, each list in the order of lines. */
export type LinesByHash = ReadonlyMap<number, readonly number[]>;

/**
 * Where some lines of an uploaded file are now. A line that was edited is nowhere, and there again as soon as it says
 * what it said. After an edit only the followed and the edited lines are looked at.
 */
export class FollowedLines {
  readonly #places: {
    readonly sought: SoughtLine;
    line: number | undefined;
    /** Where it would be, while it is nowhere. */
    near: number;
  }[];

  constructor(readonly sought: readonly SoughtLine[]) {
    this.#places = sought.map((one) => ({ sought: one, line: undefined, near: one.line }));
  }

  /** The line of each of `sought`, from 0; undefined: it is not in the file. */
  get lines(): readonly (number | undefined)[] {
    return this.#places.map(({ line }) => line);
  }

  /** Takes a whole file: of equal lines, each is found nearest to where it was. */
  locate(lines: LinesByHash): void {
    const taken = new Set<number>();
    for (const place of this.#places) {
      place.line = nearest(lines.get(place.sought.hash) ?? [], place.sought.line, taken);
      place.near = place.line ?? place.sought.line;
      if (place.line !== undefined) taken.add(place.line);
    }
  }

  /** @param textOf a line of the file as it is after the edits. @returns whether any line is elsewhere or gone */
  follow(edits: readonly TextEdit[], textOf: (line: number) => string | undefined): boolean {
    const before = this.lines;
    const hashOf = (line: number) => {
      const text = textOf(line);
      return text === undefined ? undefined : hashOfLine(text);
    };
    for (const place of this.#places) {
      place.near = followLine(place.line ?? place.near, edits);
      const isThere = place.line !== undefined && hashOf(place.near) === place.sought.hash;
      place.line = isThere ? place.near : undefined;
    }
    if (this.#places.some(({ line }) => line === undefined)) this.#findIn(editedLines(edits), hashOf);
    return this.lines.some((line, at) => line !== before[at]);
  }

  /** Finds lines that came back, such as by undo. */
  #findIn(lines: Iterable<number>, hashOf: (line: number) => number | undefined): void {
    const found = new Map<number, number[]>();
    const missing = new Set(
      this.#places.flatMap(({ line, sought }) => (line === undefined ? [sought.hash] : [])),
    );
    for (const line of lines) {
      const hash = hashOf(line);
      if (hash === undefined || !missing.has(hash)) continue;
      const own = found.get(hash) ?? [];
      own.push(line);
      found.set(hash, own);
    }
    const taken = new Set(this.lines.filter((line) => line !== undefined));
    for (const place of this.#places) {
      if (place.line !== undefined) continue;
      place.line = nearest(found.get(place.sought.hash) ?? [], place.near, taken);
      if (place.line === undefined) continue;
      place.near = place.line;
      taken.add(place.line);
    }
  }
}

function nearest(lines: readonly number[], to: number, taken: ReadonlySet<number>): number | undefined {
  let best: number | undefined;
  for (const line of lines) {
    if (taken.has(line)) continue;
    if (best === undefined || Math.abs(line - to) < Math.abs(best - to)) best = line;
  }
  return best;
}

/** The lines that the edits have written, and their neighbours, as they are numbered after the edits. */
function editedLines(edits: readonly TextEdit[]): ReadonlySet<number> {
  const lines = new Set<number>();
  let moved = 0;
  for (const { range, text } of edits.toSorted((a, b) => a.range.start.line - b.range.start.line)) {
    const { start, end } = range;
    const breaks = text.split('\n').length - 1;
    for (let line = start.line - 1; line <= start.line + breaks + 1; line++) {
      if (line + moved >= 0) lines.add(line + moved);
    }
    moved += breaks - (end.line - start.line);
  }
  return lines;
}
