import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { diffReports } from '../../../src/cli/diff/reports';
import { convert, linesOf } from '../../../src/dataset/editing/convert';
import { geminiApi } from '../../../src/dataset/formats/geminiApi';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { compareFiles, type RowChange } from '../../../src/dataset/tools/compare/compareFiles';
import { contentsExample, geminiExample, style, write } from './arbitraries';

const pool = new ScanPool();
const gemini = (input: string, output: string, more: object = {}) =>
  JSON.stringify({ text_input: input, output, ...more });

const row = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(geminiExample, style).map(([value, how]) => write(value, how)) },
  { weight: 2, arbitrary: fc.tuple(contentsExample, style).map(([value, how]) => write(value, how)) },
  { weight: 1, arbitrary: fc.constantFrom('{"text_input": 1}', '{broken', '[]', 'x') },
);

describe('the comparison of two files', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-compare-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const compare = async (before: readonly string[], after: readonly string[], keyPath?: string) => {
    const paths = ['before.jsonl', 'after.jsonl'].map((name) => join(folder, name)) as [string, string];
    writeFileSync(paths[0], before.join('\n'));
    writeFileSync(paths[1], after.map((line) => `${line}\n`).join(''));
    return compareFiles(pool, paths, { keyPath, count: (text) => text.split(' ').length });
  };
  const changesOf = async (comparison: Awaited<ReturnType<typeof compare>>) => {
    const changes: RowChange[] = [];
    for await (const change of comparison.changes()) changes.push(change);
    return changes;
  };

  it('accounts for each row of both files once', async () => {
    const rows = fc.array(row, { maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(rows, rows, rows, fc.boolean(), async (kept, before, after, isNamed) => {
        const [old, now] = [
          [...kept, ...before],
          [...after, ...kept.toReversed()],
        ];
        const { rows: paired, ...facts } = await compare(old, now, isNamed ? 'text_input' : undefined);
        const { unchanged, changed, added, removed } = paired;
        assert.equal(facts.before.rows, old.length);
        assert.equal(facts.after.rows, now.length);
        assert.ok(unchanged >= kept.length, 'what both files have is unchanged');
        const lines = [...changed.map((pair) => pair.after), ...added];
        const linesBefore = [...changed.map((pair) => pair.before), ...removed];
        assert.equal(unchanged + lines.length, now.length);
        assert.equal(unchanged + linesBefore.length, old.length);
        assert.equal(new Set(lines).size, lines.length);
        assert.equal(new Set(linesBefore).size, linesBefore.length);
      }),
      { numRuns: 150 },
    );
  });

  it('sees no change in another order, another way to write JSON, or another format', async () => {
    const old = ['a', 'b', 'c'].map((name) => gemini(`What is ${name}?`, `It is ${name}.`));
    assert.equal((await compare(old, old.toReversed())).isSame, true);
    assert.equal(
      (
        await compare(
          old,
          old.map((line) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', '')),
        )
      ).isSame,
      true,
    );
    const other = linesOf(convert(old, geminiApi, vertexContents), true);
    assert.equal(other.length, 3);
    assert.equal((await compare(old, other)).isSame, true);
  });

  it('pairs rows by prompt, by an answer of their own, by likeness, or by a key, and says which words differ', async () => {
    const long = 'Please write a short and friendly answer to the customer who asks where the parcel is';
    const old = [gemini('Is it red?', 'Yes, it is.'), gemini(long, 'On its way.'), gemini('Gone?', 'Yes')];
    const now = [
      gemini('New?', 'No'),
      gemini(`${long} now`, 'On its way.'),
      gemini('Is it red?', 'No, it is.'),
    ];
    const changes = await changesOf(await compare(old, now));
    assert.deepEqual(
      changes.map((change) => [
        change.kind,
        ...(change.kind === 'changed' ? [change.before, change.after] : [change.line]),
      ]),
      [
        ['changed', 1, 1],
        ['changed', 0, 2],
        ['added', 0],
        ['removed', 2],
      ],
    );
    const [prompt, answer] = changes;
    assert.ok(prompt?.kind === 'changed' && answer?.kind === 'changed');
    assert.deepEqual(prompt.answer, []);
    assert.deepEqual(
      prompt.prompt.filter(({ kind }) => kind !== 'same'),
      [{ kind: 'added', text: ' now' }],
    );
    assert.deepEqual(answer.answer, [
      { kind: 'removed', text: 'Yes' },
      { kind: 'added', text: 'No' },
      { kind: 'same', text: ', it is.' },
    ]);
    const story = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    const alike = await compare([gemini(story, 'One end.')], [gemini(`${story} more`, 'Other end.')]);
    assert.deepEqual(alike.rows.changed, [{ before: 0, after: 0 }]);
    const named = await compare(
      [gemini('a', 'b', { id: 1 }), gemini('c', 'd', { id: 2 })],
      [gemini('c', 'd', { id: 1 }), gemini('a', 'b', { id: 2 })],
      'id',
    );
    assert.deepEqual(named.rows.changed, [
      { before: 0, after: 0 },
      { before: 1, after: 1 },
    ]);
    const labeled = await changesOf(
      await compare([gemini('a', 'b', { id: 1 })], [gemini('a', 'b', { id: 2 })]),
    );
    assert.deepEqual(
      labeled.map((change) => change.kind === 'changed' && change.keys),
      [['id']],
    );
  });

  it('counts rows, tokens and labels of both', async () => {
    const labels = (yes: number, no: number) => [
      ...Array.from({ length: yes }, (_, i) => gemini(`Question ${i}`, 'yes')),
      ...Array.from({ length: no }, (_, i) => gemini(`Statement ${i}`, 'no')),
    ];
    const { before, after } = await compare(labels(5, 5), labels(5, 8));
    assert.deepEqual(
      [before.labels, after.labels].map((own) => own?.map(({ answer, count }) => [answer, count])),
      [
        [
          ['yes', 5],
          ['no', 5],
        ],
        [
          ['no', 8],
          ['yes', 5],
        ],
      ],
    );
    assert.ok((after.tokens?.total ?? 0) > (before.tokens?.total ?? 0));
  });

  it('reports as text, Markdown and JSON what a stranger wrote without acting on a reader', async () => {
    const trick = '```\n@octocat <img src=x> [a](http://b) \u001b[31m';
    const comparison = await compare(
      [gemini('Same prompt?', 'old')],
      [gemini('Same prompt?', trick), gemini(trick, 'x')],
    );
    const text = async (format: string, limit = 100) => {
      let whole = '';
      const report = diffReports[format];
      assert.ok(report);
      for await (const piece of report({ names: ['a`@b.jsonl', 'b.jsonl'], comparison, limit }))
        whole += piece;
      return whole;
    };
    assert.match(await text('text'), /^~ line 1$/m);
    assert.match(await text('text'), /answer: \[-old-\]\{\+/);
    assert.match(await text('text'), /^Rows added: 1, removed: 0, changed: 1, unchanged: 0$/m);
    assert.match(await text('text', 1), /More rows: 1\./);
    const markdown = await text('markdown');
    const [outside = '', inside = ''] = markdown.split('<details>');
    assert.match(outside, /\| Rows \| 1 \| 2 \| \+1 \|/);
    assert.doesNotMatch(outside, /octocat|@b/);
    const fence = /^(`{4,})text\n([\s\S]*)\n\1\n/m.exec(inside);
    assert.ok(fence, 'a fence that is longer than any in the texts');
    assert.ok(fence[2]?.includes('@octocat'));
    const json = JSON.parse(await text('json'));
    assert.deepEqual(
      [json.added, json.removed, json.changed, json.unchanged, json.rows.length],
      [1, 0, 1, 0, 2],
    );
    assert.equal(json.rows[1].prompt, trick);
  });
});
