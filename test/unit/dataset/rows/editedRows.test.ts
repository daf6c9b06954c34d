import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { TextEdit } from '../../../../src/dataset/checking/rule';
import { applyEdits } from '../../../../src/dataset/editing/fixAll';
import { deleteRows, duplicateRows } from '../../../../src/dataset/editing/rowEdits';
import { findFormat } from '../../../../src/dataset/formats/index';
import { editedBytes, type LineEnds } from '../../../../src/dataset/rows/editedBytes';
import { EditedRows, type Follow } from '../../../../src/dataset/rows/editedRows';
import { FactTable } from '../../../../src/dataset/rows/factTable';
import { LineStarts, lineStartsOf } from '../../../../src/dataset/rows/lineStarts';
import { ProblemBatches, ProblemTable, type RowProblem } from '../../../../src/dataset/rows/problemTable';
import { FactReader } from '../../../../src/dataset/rows/rowFacts';
import { rowSplices } from '../../../../src/dataset/rows/rowSplices';

function indexOf(file: string): LineStarts {
  const starts = new LineStarts();
  const pieces = lineStartsOf(file);
  let piece = pieces.next();
  for (; !piece.done; piece = pieces.next()) starts.add(piece.value);
  starts.finish(piece.value);
  return starts;
}

/** A file with edits, as the view holds one. */
/** Bytes that are gathered before they're written: few, so that texts end where a piece does. */
const PIECE = 8;

class OpenFile {
  starts: LineStarts;
  rows: EditedRows;
  readonly ends: LineEnds;
  #bytes: Buffer;

  constructor(
    readonly file: string,
    text: string,
    lineEnd: LineEnds['lineEnd'],
  ) {
    this.#bytes = Buffer.from(text);
    writeFileSync(file, text);
    this.starts = indexOf(file);
    this.rows = new EditedRows(this.starts.count);
    const isLastEnded = text === '' || text.endsWith('\n');
    this.ends = { lineEnd, isLastEnded };
  }

  written(line: number): string {
    const origin = this.rows.originAt(line) ?? -1;
    return this.rows.textOf(origin) ?? this.ofFile(origin);
  }

  ofFile(row: number): string {
    const range = this.starts.rangeOf(row);
    return this.#bytes.toString('utf8', range?.start, range?.end);
  }

  textOf = (line: number) => this.written(line).replace(/\r?\n$/, '');

  /** As an editor sees it: what comes after the last line end is a line. */
  get lineCount(): number {
    return this.rows.count + (this.ends.isLastEnded ? 1 : 0);
  }

  get lines() {
    const { lineCount } = this;
    return { lineCount, textOf: (line: number) => (line < this.rows.count ? this.textOf(line) : '') };
  }

  edit(edits: readonly TextEdit[]): Follow {
    const { lineEnd } = this.ends;
    const lineEndOf = (row: number | undefined) =>
      row === undefined ? lineEnd : (/\r?\n$/.exec(this.written(row))?.[0] ?? lineEnd);
    const { count } = this.rows;
    const { isLastEnded } = this.ends;
    return this.rows.edit(rowSplices(edits, { count, isLastEnded, textOf: this.textOf, lineEndOf }));
  }

  async bytes(): Promise<string> {
    const file = await open(this.file, 'r');
    const pieces: Uint8Array[] = [];
    for await (const piece of editedBytes(file, this.starts, this.rows, this.ends, PIECE))
      pieces.push(Buffer.from(piece));
    await file.close();
    return Buffer.concat(pieces).toString('utf8');
  }

  async save(): Promise<void> {
    const lost = new Map(Array.from(this.rows.lostRows(), (row) => [row, this.ofFile(row)]));
    const text = await this.bytes();
    await writeFile(this.file, text);
    this.#bytes = Buffer.from(text);
    this.starts = indexOf(this.file);
    this.rows = this.rows.written(this.starts.count, lost);
  }

  restart(): void {
    this.rows = EditedRows.of(JSON.parse(JSON.stringify(this.rows.kept())));
  }
}

describe('rows with edits', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'edited-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  type Kind = 'delete' | 'duplicate' | 'replace' | 'undo' | 'redo' | 'save' | 'restart';
  const act = fc.record({
    kind: fc.constantFrom<Kind>(
      'delete',
      'duplicate',
      'replace',
      'replace',
      'undo',
      'redo',
      'save',
      'restart',
    ),
    at: fc.array(fc.nat(9)),
    text: fc.constantFrom('', 'new', 'é\ud83d\ude00', 'a'),
  });

  it('are written as a plain text would be after the same edits, undos, saves and restarts', async () => {
    const texts = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'é1\n', 'c'), { maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(
        texts.map((pieces) => pieces.join('')),
        fc.array(act, { maxLength: 14 }),
        fc.boolean(),
        async (plain, acts, isDos) => {
          let text = isDos ? plain.replaceAll('\n', '\r\n') : plain;
          const end = isDos ? '\r\n' : '\n';
          const open = new OpenFile(path.join(folder, 'rows.jsonl'), text, end);
          let saved = text;
          let done: string[] = [];
          let undone: string[] = [];
          for (const one of acts) {
            if (one.kind === 'undo' || one.kind === 'redo') {
              const [from, to] = one.kind === 'undo' ? [done, undone] : [undone, done];
              const before = from.pop();
              if (before !== undefined) to.push(text);
              text = before ?? text;
              assert.equal(open.rows[one.kind]() !== undefined, before !== undefined);
            } else if (one.kind === 'save') {
              await open.save();
              saved = text;
            } else if (one.kind === 'restart') {
              open.restart();
              done = [];
              undone = [];
            } else {
              const lines = open.lines;
              if (open.rows.count === 0) continue;
              const at = [...new Set(one.at.map((line) => line % open.rows.count))].sort((a, b) => a - b);
              const edits =
                one.kind === 'delete'
                  ? deleteRows(lines, at)
                  : one.kind === 'duplicate'
                    ? duplicateRows(lines, at, '\n')
                    : at.map((line) => ({
                        range: {
                          start: { line, character: 0 },
                          end: { line, character: lines.textOf(line).length },
                        },
                        text: one.text,
                      }));
              done.push(text);
              undone = [];
              text = applyEdits(text.replaceAll('\r\n', '\n'), edits).replaceAll('\n', end);
              open.edit(edits);
            }
            assert.equal(await open.bytes(), text, one.kind);
            if (!open.rows.isEdited) assert.equal(text, saved);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keep the line ends of each row, and no byte order mark but that of the file', async () => {
    const open = new OpenFile(path.join(folder, 'mixed.jsonl'), '\ufeffa\r\nb\nc', '\r\n');
    const whole = (line: number, text: string) => ({
      range: { start: { line, character: 0 }, end: { line, character: open.textOf(line).length } },
      text,
    });
    open.edit([whole(0, '\ufeffA'), whole(1, 'B')]);
    open.edit(duplicateRows(open.lines, [0], '\n'));
    assert.equal(await open.bytes(), '\ufeffA\r\nA\r\nB\nc');
  });

  it('tell where lines are after an edit', () => {
    const rows = new EditedRows(6);
    const follow = rows.edit([
      { line: 1, removed: 2, texts: [] },
      { line: 4, removed: 1, texts: ['new\n'] },
      { line: 6, removed: 0, texts: ['more\n'] },
    ]);
    const same = (line: number) => ({ line, isSame: true });
    const gone = (line: number) => ({ line, isSame: false });
    assert.deepEqual(follow([0, 1, 2, 3, 4, 5]), [same(0), gone(1), gone(1), same(1), same(2), same(3)]);
    assert.deepEqual(rows.undo()?.([0, 1, 2, 3, 4]), [same(0), same(3), same(4), same(5), gone(6)]);
    assert.ok(!rows.isEdited);
  });

  it('have the problems and numbers of the rows that they are', () => {
    const line = (answered: string) =>
      JSON.stringify({
        contents: [
          { role: 'user', parts: [{ text: 'a' }] },
          { role: 'model', parts: [{ text: answered }] },
        ],
      });
    const said = ['yes', 'no', 'maybe', 'none of them'];
    const tableOf = (rows: readonly string[]) => {
      const table = new FactTable();
      table.add(new FactReader(findFormat('vertexContents'), undefined, undefined).read(rows));
      return table;
    };
    const problemsOf = (row: string): RowProblem[] => {
      if (row.includes('maybe')) return [{ rule: 'b', severity: 'error' }];
      return row.includes('no') ? [{ rule: 'a', severity: row.includes('of') ? 'error' : 'warning' }] : [];
    };
    const problemTable = (rows: readonly string[]) => {
      const batches = new ProblemBatches();
      for (const [at, row] of rows.entries())
        for (const { rule, severity } of problemsOf(row)) batches.add(at, rule, severity);
      const table = new ProblemTable();
      table.add(batches.take());
      return table;
    };
    const row = fc.constantFrom(...said).map(line);
    const edit = fc.record({ line: fc.nat(9), removed: fc.nat(3), texts: fc.array(row, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.array(edit, { maxLength: 4 }), (before, edits) => {
        const edited = new EditedRows(before.length);
        const now = [...before];
        for (const one of edits) {
          const at = Math.min(one.line, now.length);
          const removed = Math.min(one.removed, now.length - at);
          edited.edit([{ line: at, removed, texts: one.texts }]);
          now.splice(at, removed, ...one.texts);
        }
        const given = { rows: before.length, runs: edited.runs() };
        const problems = problemTable(before).rearranged(given, (origin) =>
          problemsOf(edited.textOf(origin) ?? ''),
        );
        const expected = problemTable(now);
        for (const filter of [{}, { rule: 'a' }, { severity: 'error' as const }])
          assert.deepEqual(problems.rowsWith(filter), expected.rowsWith(filter));
        assert.deepEqual(new Set(problems.rules()), new Set(expected.rules()));
        const facts = tableOf(before).rearranged(given, tableOf(edited.texts));
        const wanted = tableOf(now);
        assert.deepEqual(facts.column('answer'), wanted.column('answer'));
        for (const is of said)
          assert.deepEqual(
            facts.rowsWith([{ column: 'label', is }]),
            wanted.rowsWith([{ column: 'label', is }]),
          );
      }),
    );
  });

  it('hold a million rows to an edit and its undo in little time', () => {
    const rows = new EditedRows(1_000_000);
    const started = performance.now();
    for (let at = 0; at < 20; at++) rows.edit([{ line: at * 40_000, removed: 1, texts: [] }]);
    for (let at = 0; at < 20; at++) rows.undo();
    const each = (performance.now() - started) / 40;
    assert.ok(each < 100, `${each} ms`); // a few on a quiet machine
    assert.equal(rows.count, 1_000_000);
  });
});
