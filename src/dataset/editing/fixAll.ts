// Mends everything that can be mended without a person's judgement, as one list of edits.

import type { Problem } from '../checking/problem';
import type { TextEdit } from '../checking/rule';
import { DatasetDocument } from '../document/datasetDocument';
import type { DocumentOptions } from '../document/documentOptions';

/**
 * A mended line can show the next problem (first its JSON, then its keys); so many times it is looked at again. What goes
 * on for longer has a mend that does not mend: such a line stays as it is, or each save would write into it again.
 */
const ROUNDS = 50;

export interface FixAllOptions {
  /** Which problems to mend. */
  readonly wanted: (problem: Problem) => boolean;
  /** What the document was read with. */
  readonly document: DocumentOptions;
  /** Only these are mended; all when absent. */
  readonly lines?: ReadonlySet<number>;
}

/** The mended lines can tell another format, in which others are mended; so many times the file is looked at again. */
const PASSES = 5;

/**
 * Edits that do not touch each other, from top to bottom. What they leave has nothing more to mend: a second call gives
 * none. Of two fixes for the same place the first is taken; what it leaves is mended in a later round.
 */
export function fixAll(dataset: DatasetDocument, options: FixAllOptions): TextEdit[] {
  const first = mendOnce(dataset, options);
  if (first.length === 0 || options.lines) return first; // later passes count other lines
  const before = textOf(dataset);
  let after = applyEdits(before, first);
  for (let pass = 1; pass <= PASSES; pass++) {
    const more = mendOnce(DatasetDocument.read(after, options.document), options);
    if (more.length === 0) return pass === 1 ? first : [difference(before, after)];
    after = applyEdits(after, more);
  }
  return []; // it goes to and fro
}

function textOf(dataset: DatasetDocument): string {
  return Array.from({ length: dataset.lineCount }, (_, line) => dataset.line(line)?.text ?? '').join('\n');
}

/** From the first line that differs to the last. */
function difference(before: string, after: string): TextEdit {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let same = 0;
  while (same < shorter - 1 && old[same] === now[same]) same++;
  let end = 0;
  while (end < shorter - 1 - same && old.at(-1 - end) === now.at(-1 - end)) end++;
  const lines = old.slice(same, old.length - end);
  return whole(same, old.length - 1 - end, lines, now.slice(same, now.length - end).join('\n'));
}

/** Only lines with problems are looked at. */
function mendOnce(dataset: DatasetDocument, options: FixAllOptions): TextEdit[] {
  const { wanted, document } = options;
  const isMeant = (line: number) => options.lines?.has(line) !== false;
  const problems = dataset.problems().filter((problem) => wanted(problem) && isMeant(problem.line));
  const edits: TextEdit[] = [];
  for (const { first, last, own } of stretches(collectEdits(dataset, problems))) {
    // A line that goes ends at the start of the next one, which may not be meant.
    if (!Array.from({ length: last - first + 1 }, (_, at) => first + at).every(isMeant)) {
      for (const edit of own) edits.push(edit);
      continue;
    }
    const lines: string[] = [];
    for (let line = first; line <= last; line++) lines.push(dataset.line(line)?.text ?? '');
    const before = lines.join('\n');
    const here = own.map((edit) => moved(edit, -first));
    const mended = mendFurther(applyEdits(before, here), dataset, wanted, document);
    if (!mended.isStable || mended.text === before) continue;
    for (const edit of mended.rounds === 0 ? own : [whole(first, last, lines, mended.text)]) edits.push(edit);
  }
  return edits;
}

interface Mended {
  readonly text: string;
  /** How many there were after the first. */
  readonly rounds: number;
  readonly isStable: boolean;
}

function mendFurther(
  text: string,
  dataset: DatasetDocument,
  wanted: (problem: Problem) => boolean,
  options: DocumentOptions,
): Mended {
  const { format } = dataset;
  let current = text;
  for (let rounds = 0; rounds < ROUNDS; rounds++) {
    const small = DatasetDocument.read(current, { ...options, ...(format ? { format: format.id } : {}) });
    const own = small.problems().filter((problem) => wanted(problem) && isOwn(problem));
    const edits = collectEdits(small, own);
    if (edits.length === 0) return { text: current, rounds, isStable: true };
    current = applyEdits(current, edits);
  }
  return { text: current, rounds: ROUNDS, isStable: false };
}

/** Not about the file or other lines, which a small document of a few lines does not know. */
function isOwn(problem: Problem): boolean {
  return problem.related === undefined && problem.kind !== 'file' && problem.kind !== 'duplicate';
}

function collectEdits(dataset: DatasetDocument, problems: readonly Problem[]): TextEdit[] {
  const taken: TextEdit[] = [];
  const lines = new Map<number, TextEdit[]>();
  for (const problem of problems) {
    const fix = dataset.fixes(problem).find(({ asksPerson }) => !asksPerson);
    if (!fix) continue;
    const clashes = fix.edits.some((edit) =>
      linesOf(edit).some((line) => lines.get(line)?.some((other) => clash(edit, other))),
    );
    if (clashes) continue;
    for (const edit of fix.edits) {
      taken.push(edit);
      for (const line of linesOf(edit)) lines.set(line, [...(lines.get(line) ?? []), edit]);
    }
  }
  return joinDeletions(taken.sort((a, b) => comparePositions(a.range.start, b.range.start)));
}

/** Two deletions may overlap (the last line goes together with the line end before it); then they become one. */
function joinDeletions(sorted: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of sorted) {
    const before = joined.at(-1);
    if (before?.text === '' && edit.text === '' && overlap(before, edit)) {
      const { start, end } = before.range;
      const last = comparePositions(end, edit.range.end) < 0 ? edit.range.end : end;
      joined[joined.length - 1] = { range: { start, end: last }, text: '' };
    } else joined.push(edit);
  }
  return joined;
}

function clash(a: TextEdit, b: TextEdit): boolean {
  return overlap(a, b) && (a.text !== '' || b.text !== '');
}

type Position = TextEdit['range']['start'];

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** Edits that meet at a border do not overlap, unless one of them puts text in at the other's place. */
function overlap(a: TextEdit, b: TextEdit): boolean {
  if (comparePositions(a.range.start, b.range.start) === 0) return true;
  return comparePositions(a.range.start, b.range.end) < 0 && comparePositions(b.range.start, a.range.end) < 0;
}

function linesOf({ range }: TextEdit): number[] {
  return Array.from({ length: range.end.line - range.start.line + 1 }, (_, i) => range.start.line + i);
}

/** Edits whose lines touch, together. A deleted line ends at the start of the next one, which then belongs to it. */
function stretches(edits: readonly TextEdit[]): { first: number; last: number; own: TextEdit[] }[] {
  const found: { first: number; last: number; own: TextEdit[] }[] = [];
  for (const edit of edits) {
    const { start, end } = edit.range;
    const open = found.at(-1);
    if (open && start.line <= open.last) {
      open.own.push(edit);
      open.last = Math.max(open.last, end.line);
    } else found.push({ first: start.line, last: end.line, own: [edit] });
  }
  return found;
}

/** The same so many lines further down. */
export function moved({ range, text }: TextEdit, lines: number): TextEdit {
  const { start, end } = range;
  return {
    range: { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } },
    text,
  };
}

function whole(first: number, last: number, lines: readonly string[], text: string): TextEdit {
  const end = { line: last, character: lines.at(-1)?.length ?? 0 };
  return { range: { start: { line: first, character: 0 }, end }, text };
}

/** @param edits from top to bottom, without overlaps */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: Position) => (starts[line] ?? text.length) + character;
  const pieces: string[] = [];
  let from = 0;
  for (const edit of edits) {
    pieces.push(text.slice(from, offset(edit.range.start)), edit.text);
    from = offset(edit.range.end);
  }
  return pieces.join('') + text.slice(from);
}
