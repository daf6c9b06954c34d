import assert from 'node:assert/strict';
import path from 'node:path';
import Papa from 'papaparse';
import { UserError } from '../../../src/base/userError';
import { sampleFormat } from '../../../src/dataset/formats/detection/sampleFormat';
import { mergeResults } from '../../../src/evaluation/compare/merge';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import { resultsReports } from '../../../src/evaluation/report/index';
import { readResults } from '../../../src/evaluation/results/readResults';
import type { AnswerRecord, RowRecord } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';

const row = (line: number, text: string, expected: string): RowRecord => ({
  kind: 'row',
  line,
  prompt: { systemInstruction: undefined, turns: [{ role: 'user', text }] },
  expected,
});
const answer = (line: number, target: number, text: string): AnswerRecord => ({
  kind: 'answer',
  line,
  target,
  text,
  finishReason: 'STOP',
  milliseconds: 10,
});

function resultsOf(
  model: string,
  rows: readonly RowRecord[],
  answers: readonly AnswerRecord[],
  schema?: object,
) {
  const header = {
    kind: 'evaluation' as const,
    version: 1 as const,
    startedAt: '2026-01-31T12:00:00.000Z',
    dataset: { path: 'a|b.jsonl', format: 'geminiApi', sha256: 'abcdef0123456789' },
    targets: [{ service: 'fake', model, label: model }],
    parameters: {},
    metrics: ['exact-match', ...(schema ? ['schema-match'] : [])],
    ...(schema ? { schema: { ...schema } } : {}),
    rows: rows.length,
  };
  return new Results(header, rows, answers);
}

async function write(results: Results, format: string): Promise<string> {
  const scores = scoresOf(results);
  return resultsReports[format]?.write({ results, scores, summary: await summarise(results, scores) }) ?? '';
}

const rows = [row(1, 'capital of France', 'Paris'), row(2, '=cmd()', 'a, "b"\nc')];
const first = resultsOf('base', rows, [answer(1, 0, 'Rome'), answer(2, 0, '=1+1')]);

describe('reports of results', () => {
  it('write CSV that is read back as it was, with no formula in it', async () => {
    const { data } = Papa.parse<Record<string, string>>(await write(first, 'csv'), { header: true });
    assert.equal(data[0]?.expected, 'Paris');
    assert.equal(data[1]?.expected, 'a, "b"\nc');
    assert.equal(data[1]?.question, "'=cmd()");
    assert.equal(data[1]?.base, "'=1+1");
    assert.equal(data[0]?.['base: exact-match'], '0');
  });

  it('write JSONL with a line for each row, and Markdown in which names stay text', async () => {
    const lines = (await write(first, 'jsonl')).trim().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).line),
      [1, 2],
    );
    assert.match(await write(first, 'markdown'), /^# Evaluation on a\\\|b\.jsonl$/m);
  });

  it('hold answers to the schema of the evaluation, and say why when it is none', async () => {
    const scored = async (results: Results) => {
      const scores = scoresOf(results, path.resolve('dist/schema-worker.js'));
      await scores.judge();
      return { scores, summary: await summarise(results, scores) };
    };
    const schema = { type: 'object', required: ['city'] };
    const answers = [answer(1, 0, '{"city": "Paris"}'), answer(2, 0, '{"town": 1}')];
    const results = resultsOf('base', rows, answers, schema);
    const meanOf = ([summary]: Awaited<ReturnType<typeof summarise>>, id: string) =>
      summary?.metrics.find(({ metric }) => metric.id === id)?.figure?.value;
    assert.equal(meanOf((await scored(results)).summary, 'schema-match'), 0.5);
    const bad = resultsOf('base', rows, answers, { type: 'nonsense' });
    const { scores, summary } = await scored(bad);
    assert.equal(meanOf(summary, 'schema-match'), undefined);
    assert.equal(meanOf(summary, 'exact-match'), 0);
    const markdown = resultsReports.markdown?.write({ results: bad, scores, summary });
    assert.match(markdown ?? '', /The JSON Schema can't be used/);
  });
});

describe('two evaluations as one', () => {
  it('compare the rows that both asked, wherever they stand', () => {
    const moved = [row(7, 'capital of France', 'Paris'), row(8, 'something else', 'x')];
    const second = resultsOf('tuned', moved, [answer(7, 0, 'Paris'), answer(8, 0, 'x')]);
    const merged = mergeResults(first, second);
    assert.deepEqual(
      merged.rows.map(({ line }) => line),
      [1],
    );
    assert.deepEqual(
      [0, 1].map((target) => merged.answer(1, target)?.text),
      ['Rome', 'Paris'],
    );
    assert.deepEqual(merged.header.rowsBefore, [2, 2]);
    assert.throws(() => mergeResults(first, resultsOf('x', [row(1, 'other', 'y')], [])), UserError);
  });
});

describe('rows of two evaluations', () => {
  const asking = (line: number, more: object): RowRecord => {
    const { prompt, ...rest } = row(line, 'What is it?', 'x');
    return { ...rest, prompt: { ...prompt, ...more } };
  };
  const file = (uri: string) => ({ kind: 'file' as const, mimeType: 'image/png', uri });
  const withFile = (one: object) => ({ turns: [{ role: 'user', text: 'What is it?', attachments: [one] }] });
  const tool = (name: string) => ({ tools: [{ functionDeclarations: [{ name }] }] });

  /** The rows of both, written and read, each with its line as the answer: whose answer each row of `first` got. */
  const partners = (first: readonly RowRecord[], second: readonly RowRecord[]) => {
    const [one, two] = [first, second].map((rows, index) => {
      const answers = rows.map(({ line }) => answer(line, 0, String(line)));
      const { header } = resultsOf(String(index), rows, answers);
      const text = [header, ...rows, ...answers].map((record) => `${JSON.stringify(record)}\n`).join('');
      return readResults(text, 'it').results;
    });
    const merged = mergeResults(one ?? assert.fail(), two ?? assert.fail());
    return merged.rows.map(({ line }) => [line, Number(merged.answer(line, 1)?.text)]);
  };

  for (const [what, ways] of Object.entries({
    'a file in Cloud Storage': [withFile(file('gs://b/1')), withFile(file('gs://b/2'))],
    'a file inside the request': ['AAAA', 'BBBB'].map((base64) =>
      withFile({ kind: 'data', mimeType: 'image/png', base64 }),
    ),
    'the type of a file': ['image/png', 'image/jpeg'].map((mimeType) =>
      withFile({ ...file('gs://b/1'), mimeType }),
    ),
    'what more is said of a file': [1, 2].map((fps) =>
      withFile({ ...file('gs://b/1'), videoMetadata: { fps } }),
    ),
    'the tools': [tool('open'), tool('close')],
    'the system instruction': ['Be short.', 'Be long.'].map((systemInstruction) => ({ systemInstruction })),
  })) {
    it(`are told apart by ${what}`, () => {
      const [a = {}, b = {}] = ways;
      const swapped = partners([asking(1, a), asking(2, b)], [asking(1, b), asking(2, a)]);
      assert.deepEqual(swapped, [
        [1, 2],
        [2, 1],
      ]);
    });
  }

  it('stay rows when they are repeated, each with the answer of its own line where there is one', () => {
    const same = (...lines: readonly number[]) => lines.map((line) => asking(line, {}));
    assert.deepEqual(partners(same(1, 2, 3), same(1, 2, 3)), [
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    assert.deepEqual(partners(same(1, 5), same(5, 9)), [
      [1, 9],
      [5, 5],
    ]);
    assert.deepEqual(partners(same(1, 2, 3), same(8)), [[1, 8]]);
  });
});

describe('a results file', () => {
  it('is no dataset to the editor', () => {
    const lines = [first.header, ...rows, answer(1, 0, 'Rome')].map((record) => JSON.stringify(record));
    assert.equal(sampleFormat(lines), undefined);
  });

  it('is refused when it is something else, or has lost rows', () => {
    assert.throws(() => readResults('{"contents": []}\n', 'x.jsonl'), /x\.jsonl/);
    const text = `${JSON.stringify(first.header)}\n${JSON.stringify(rows[0])}\n`;
    assert.throws(() => readResults(text, 'x.eval.jsonl'), /has 1 of 2 rows/);
  });

  it('gives back what was written', () => {
    const attachments = [
      { kind: 'file' as const, mimeType: 'image/png', uri: 'gs://b/o' },
      { kind: 'data' as const, mimeType: 'image/png', base64: 'AAAA' },
    ];
    const turns = [{ role: 'user' as const, text: 'What is it?', attachments }];
    const rich: RowRecord = {
      kind: 'row',
      line: 3,
      prompt: { systemInstruction: 'Be short.', turns },
      expected: 'x',
    };
    const judge = { service: 'fake', model: 'judge', label: 'Judge', rubric: '{{answer}}' };
    const header = {
      ...first.header,
      schema: { type: 'object' },
      judge,
      parameters: { temperature: 0 },
      rows: 1,
    };
    const records = [
      { ...answer(3, 0, 'y'), promptTokens: 4, outputTokens: 2, thoughtTokens: 1 },
      { kind: 'judgement' as const, line: 3, target: 0, score: 0.5, reason: 'so' },
    ];
    const text = [header, rich, ...records].map((record) => `${JSON.stringify(record)}\n`).join('');
    const { results } = readResults(text, 'x.eval.jsonl');
    assert.deepEqual(results.header, header);
    assert.deepEqual(results.rows, [rich]);
    assert.deepEqual(results.records(), records);
  });

  it('is read past lines that are no records, such as those of a merge conflict', () => {
    const lines = [first.header, ...rows].map((record) => JSON.stringify(record));
    const text = [
      ...lines,
      '<<<<<<< HEAD',
      JSON.stringify(answer(1, 0, 'Rome')),
      '{"kind":"answer","line":2',
    ].join('\n');
    const { results, length } = readResults(`${text}`, 'x.eval.jsonl');
    assert.equal(results.answered, 1);
    assert.equal(text.slice(length), '{"kind":"answer","line":2');
  });
});
