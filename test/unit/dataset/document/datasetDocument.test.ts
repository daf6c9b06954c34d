import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Problem } from '../../../../src/dataset/checking/problem';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';

const sample = readFileSync('test/fixtures/data/number_generator.jsonl', 'utf8');
const options = { severities: { 'few-examples': 'off' } } as const;

/** `line:start-end rule`, with the text at that place. */
function marks(document: DatasetDocument): string[] {
  return document.problems().map((problem) => mark(document, problem));
}

function mark(document: DatasetDocument, { line, range, rule }: Problem): string {
  const text = document.line(line)?.text.slice(range.start, range.end) ?? '';
  return `${line}:${range.start}-${range.end} ${rule} ${text.length > 30 ? `${text.slice(0, 30)}…` : text}`;
}

const edit = (line: number, from: number, to: number, text: string, endLine = line) => ({
  range: { start: { line, character: from }, end: { line: endLine, character: to } },
  text,
});

describe('DatasetDocument', () => {
  it('reads the tutorial data without a problem', () => {
    const document = DatasetDocument.read(sample, options);
    assert.equal(document.format?.id, 'geminiApi');
    assert.equal(document.exampleCount, 15);
    assert.deepEqual(marks(document), []);
  });

  it('marks a broken line at the character, and forgets it when it is mended', () => {
    const document = DatasetDocument.read(sample, options);
    const text = document.line(2)?.text ?? '';
    const { inputs, ...change } = document.apply([edit(2, text.length - 1, text.length, '')]);
    assert.equal(inputs?.length, 1, 'the input that went');
    assert.deepEqual(change, { firstLine: 2, readLines: 1, addedLines: 0, elsewhere: false });
    assert.deepEqual(marks(document), [`2:${text.length - 2}-${text.length - 1} invalid-json "`]);
    document.apply([edit(2, text.length - 1, text.length - 1, '}')]);
    assert.deepEqual(marks(document), []);
  });

  it('takes the changes of one event in any order', () => {
    const up = DatasetDocument.read('a\nb\nc', options);
    up.apply([edit(0, 0, 1, 'x\ny'), edit(1, 0, 1, 'z', 2)]);
    const down = DatasetDocument.read('a\nb\nc', options);
    down.apply([edit(1, 0, 1, 'z', 2), edit(0, 0, 1, 'x\ny')]);
    for (const document of [up, down]) {
      assert.deepEqual(
        [0, 1, 2].map((line) => document.line(line)?.text),
        ['x', 'y', 'z'],
      );
      assert.equal(document.lineCount, 3);
    }
  });

  it('knows duplicates and conflicts, and the line that they are about when lines move', () => {
    const a = '{"text_input": "q", "output": "a"}';
    const document = DatasetDocument.read(
      `${a}\n{"output":"a","text_input":"q"}\n{"text_input": "r", "output": "1"}\n`,
      options,
    );
    assert.deepEqual(marks(document), ['1:0-31 duplicate-example {"output":"a","text_input":"q"…']);
    const change = document.apply([edit(0, 0, 0, '{"text_input": "r", "output": "2"}\n')]);
    assert.equal(change.elsewhere, true);
    assert.deepEqual(
      document.problems().map((problem) => [problem.line, problem.rule, problem.related?.[0]?.line]),
      [
        [0, 'conflicting-examples', 3],
        [2, 'duplicate-example', 1],
        [3, 'conflicting-examples', 0],
      ],
    );
  });

  it('knows training data by lines that could be examples, when few of them are right', () => {
    const wrong = '{"text_inputs": "3", "output": "4"}';
    const document = DatasetDocument.read(
      ['{"text_input": "1", "output": "2"}', wrong, wrong, wrong].join('\n'),
    );
    assert.equal(document.format?.id, 'geminiApi');
  });

  it('follows the majority when the format changes', () => {
    const document = DatasetDocument.read('{"text_input": "q", "output": "a"}\n', options);
    const contents =
      '{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}';
    document.apply([edit(1, 0, 0, `${contents}\n${contents.replace('q', 'p')}\n`)]);
    assert.equal(document.format?.id, 'vertexContents');
    assert.deepEqual(marks(document), ['0:0-34 other-format {"text_input": "q", "output": …']);
  });

  it('leaves other JSONL in peace, but for JSON errors', () => {
    const log = '{"level":"info","message":""}\n{"level":"warn","message":"x",}\n[1]\n';
    const document = DatasetDocument.read(log, options);
    assert.equal(document.isDataset, false);
    assert.deepEqual(marks(document), ['1:29-30 invalid-json ,']);
  });

  it('gives no example of a line that is nested too deep for whoever walks down its value', () => {
    const args = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const part = `{"functionCall":{"name":"f","args":${args}}}`;
    const line = `{"contents":[{"role":"user","parts":[${part}]}]}`;
    const document = DatasetDocument.read(line, { format: 'vertexContents' });
    assert.equal(document.line(0)?.example, undefined);
  });

  it('takes CRLF as a line end', () => {
    const document = DatasetDocument.read(sample.replaceAll('\n', '\r\n'), options);
    assert.deepEqual(marks(document), []);
    document.apply([edit(0, 0, 0, '\r\n\r\n')]);
    assert.equal(document.lineCount, DatasetDocument.read(sample).lineCount + 2);
    assert.deepEqual(marks(document), []);
  });
});
