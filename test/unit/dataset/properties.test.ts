import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextEdit } from '../../../src/dataset/checking/rule';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { diagnoseJson } from '../../../src/dataset/json/diagnose';
import { parse, withoutMark } from '../../../src/dataset/json/parse';
import { repairJson } from '../../../src/dataset/json/repair';
import {
  contentsExample,
  geminiExample,
  mutate,
  mutation,
  richExample,
  style,
  text,
  write,
} from './arbitraries';

const options = { severities: { 'few-examples': 'off' } } as const;

const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(geminiExample, style, mutation)
      .map(([v, how, m]) => mutate(write(v, how), m).replaceAll('\r', '')),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"text_input":"q","output":"a"}',
      '{"text_input":"q","output":"b"}',
      '{"output":"a","text_input":"q"}',
    ),
  },
  { weight: 1, arbitrary: fc.tuple(contentsExample, style).map(([v, how]) => write(v, { ...how, gap: '' })) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '[1]', '{"level":"info"}', '{') },
);
const lines = fc.array(line, { maxLength: 8 }).map((all) => all.join('\n'));

/** What a document knows, without what only its history could tell. */
function stateOf(document: DatasetDocument) {
  const problems = document.problems().map(({ message: _, related: __, ...problem }) => problem);
  const places = document
    .problems()
    .map(({ rule, related }) => (rule.startsWith('dup') ? related?.[0]?.line : undefined));
  return {
    texts: Array.from({ length: document.lineCount }, (_, i) => document.line(i)?.text),
    format: document.format?.id,
    family: document.family,
    statistics: document.statistics,
    count: document.problemCount,
    problems,
    places,
  };
}

describe('DatasetDocument, with random edits', function () {
  this.timeout(120_000);

  it('ends in the state of a fresh read of the result', () => {
    const edit = fc.record({ from: fc.nat(), to: fc.nat(), put: fc.oneof(lines, text, fc.constant('')) });
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
        (start, events) => {
          const document = DatasetDocument.read(start, options);
          let current = start;
          for (const event of events) {
            const { changes, result } = changesOf(current, event);
            document.apply(changes);
            current = result;
          }
          assert.deepEqual(stateOf(document), stateOf(DatasetDocument.read(current, options)));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('keeps that with thousands of lines, which are put in and taken out in the middle', () => {
    const example = (i: number) => `{"text_input":"q${i % 1700}","output":"${i % 13}"}`;
    const many = Array.from({ length: 5_000 }, (_, i) => example(i));
    let texts = many;
    const document = DatasetDocument.read(texts.join('\n'), options);
    const range = (from: number, to: number) => ({
      start: { line: from, character: 0 },
      end: { line: to, character: 0 },
    });
    for (const [from, to, count] of [
      [100, 4_000, 0],
      [50, 50, 3_000],
      [0, 1, 1],
      [2_000, 2_100, 700],
      [10, 3_000, 5],
    ] as const) {
      const put = Array.from({ length: count }, (_, i) => example(i * 3));
      document.apply([{ range: range(from, to), text: put.map((each) => `${each}\n`).join('') }]);
      texts = [...texts.slice(0, from), ...put, ...texts.slice(to)];
    }
    assert.deepEqual(stateOf(document), stateOf(DatasetDocument.read(texts.join('\n'), options)));
  });
});

/** Up to three places of a text that do not overlap, in the order in which VS Code lists them. */
function changesOf(
  start: string,
  event: { from: number; to: number; put: string }[],
): { changes: TextEdit[]; result: string } {
  const taken = event
    .map(({ from, to, put }) => {
      const [a, b] = [from % (start.length + 1), to % (start.length + 1)];
      return { from: Math.min(a, b), to: Math.max(a, b), put: put.replaceAll('\r', '') };
    })
    .sort((a, b) => b.from - a.from)
    .filter((each, i, all) => i === 0 || each.to < (all[i - 1]?.from ?? 0));
  const changes: TextEdit[] = [];
  let result = start;
  let limit = Number.POSITIVE_INFINITY;
  for (const { from, to, put } of taken) {
    if (to >= limit) continue;
    limit = from;
    changes.push({ range: { start: positionAt(start, from), end: positionAt(start, to) }, text: put });
    result = result.slice(0, from) + put + result.slice(to);
  }
  return { changes, result };
}

function positionAt(start: string, offset: number): { line: number; character: number } {
  const before = start.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

describe('JSON that is wrong', function () {
  this.timeout(120_000);

  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          "'",
          ',',
          ':',
          '\\',
          'True',
          'NaN',
          '1',
          '-',
          'a',
          ' ',
          '//',
          '\u0000',
          '“',
        ),
        { maxLength: 24 },
      )
      .map((all) => all.join('')),
    fc.tuple(geminiExample, style, mutation).map(([v, how, m]) => mutate(write(v, how), m)),
  );

  it('is found wherever JSON.parse finds it, at a place on the line', () => {
    fc.assert(
      fc.property(anything, (source) => {
        const own = withoutMark(source.replaceAll('\n', ' '));
        const error = diagnoseJson(own);
        assert.equal(error === undefined, parse(own) !== undefined, own);
        if (!error) return;
        assert.ok(
          error.range.start >= 0 && error.range.start <= error.range.end && error.range.end <= own.length,
        );
        assert.ok(error.range.end > error.range.start || own === '', error.message);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is JSON when it is repaired', () => {
    fc.assert(
      fc.property(anything, (source) => {
        const repaired = repairJson(source.replaceAll('\n', ' '));
        for (const each of repaired?.split('\n') ?? []) assert.notEqual(parse(each), undefined, each);
      }),
      { numRuns: 3_000 },
    );
  });

  it('with calls, tools and settings: each fix can be applied, and mends its own problem', () => {
    fc.assert(
      fc.property(richExample, style, mutation, (value, how, change) => {
        const line = mutate(write(value, { ...how, gap: how.gap === '\r' ? '' : how.gap }), change);
        const options = { format: 'vertexContents' };
        const document = DatasetDocument.read(line, options);
        for (const problem of document.problems()) {
          for (const fix of document.fixes(problem)) {
            const after = DatasetDocument.read(line, options);
            after.apply(fix.edits);
            const texts = Array.from({ length: after.lineCount }, (_, at) => after.line(at)?.text ?? '');
            if (parse(line) !== undefined)
              for (const each of texts) assert.notEqual(parse(each), undefined, `${fix.title}: ${each}`);
            const isThere = after
              .problems()
              .some(
                ({ rule, message, range }) =>
                  rule === problem.rule &&
                  message === problem.message &&
                  range.start === problem.range.start &&
                  range.end === problem.range.end,
              );
            const text = after.line(0)?.text.slice(problem.range.start, problem.range.end);
            const isSame = isThere && text === line.slice(problem.range.start, problem.range.end);
            assert.equal(isSame && after.line(0)?.text === line, false, fix.title);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (all) => {
        const document = DatasetDocument.read(all.join('\n'));
        for (const problem of document.problems()) document.fixes(problem);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('large and hostile input', () => {
  const cases: [name: string, make: () => string][] = [
    ['a line of 12 MB', () => JSON.stringify({ text_input: 'a\n"b" '.repeat(2_000_000), output: 'x' })],
    [
      'a line of 12 MB with a mistake at its end',
      () => `${JSON.stringify({ text_input: 'a\n"b" '.repeat(2_000_000) })},`,
    ],
    ['200,000 short lines', () => '{"text_input":"a","output":"b"}\n'.repeat(200_000)],
    ['200,000 broken lines', () => '{"text_input":"a","output":}\n'.repeat(200_000)],
    ['20,000 levels of brackets', () => `{"text_input":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['20,000 levels that do not close', () => '{"a":['.repeat(10_000)],
    ['a million backslashes', () => `{"text_input":"${'\\'.repeat(1_000_001)}"}`],
    ['a million quotes', () => '"'.repeat(1_000_000)],
    ['a million single quotes', () => `{'a':${"'".repeat(1_000_000)}`],
    ['a million letters in base64', () => `{"text_input":"${'QUJD'.repeat(250_000)}","output":"x"}`],
    [
      'a hundred thousand unknown keys',
      () => `{"text_input":"a",${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`).join()}}`,
    ],
  ];
  for (const [name, make] of cases) {
    // More than linear time would be minutes here; the figures themselves are measured by `npm run bench`.
    it(`${name} does not hang`, () => {
      const document = DatasetDocument.read(make(), { severities: { 'personal-data': 'info' } });
      for (const problem of document.problems(100)) document.fixes(problem);
    }).timeout(120_000);
  }
});
