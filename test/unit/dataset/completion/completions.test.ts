import assert from 'node:assert/strict';
import { type Completion, completionsAt } from '../../../../src/dataset/completion/completions';
import { isUnwritten, newExamples } from '../../../../src/dataset/completion/newExamples';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { findFormat, formats } from '../../../../src/dataset/formats/index';
import { wideSpacing } from '../../../../src/dataset/json/spacing';

/** @param line with `|` where the cursor is */
function complete(formatId: string, line: string): Completion[] {
  const format = findFormat(formatId);
  assert.ok(format);
  const column = line.indexOf('|');
  return completionsAt(line.replace('|', ''), column, { format, spacing: wideSpacing });
}

/** The line after each completion, places to type as `_`. */
function accepted(formatId: string, line: string): string[] {
  return complete(formatId, line).map(({ range, snippet }) => {
    const text = line.replace('|', '');
    return text.slice(0, range.start) + filled(snippet) + text.slice(range.end);
  });
}

function filled(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$(\d)/g,
    (_, escaped?: string, stop?: string) => escaped ?? (stop === '0' ? '' : '_'),
  );
}

describe('completion', () => {
  it('offers the keys that are missing, in one spelling, and replaces what is typed', () => {
    assert.deepEqual(accepted('geminiApi', '{|}'), ['{"text_input": "_"}', '{"output": "_"}']);
    assert.deepEqual(accepted('geminiApi', '{"text_input": "a", "|"}'), [
      '{"text_input": "a", "output": "_"}',
    ]);
    assert.deepEqual(accepted('geminiApi', '{"textInput": "a", |}'), ['{"textInput": "a", "output": "_"}']);
    assert.deepEqual(accepted('geminiApi', '{"te|": "a"}')[0], '{"text_input": "a"}');
    assert.deepEqual(accepted('geminiApi', '{"text_input": "a", "ou|'), [
      '{"text_input": "a", "output": "_"',
    ]);
  });

  it('knows Google’s messages at any depth', () => {
    const keys = complete('vertexContents', '{"contents": [{"role": "user", "parts": [{"|"}]}]}');
    assert.ok(keys.some(({ label }) => label === 'functionCall'));
    assert.ok(!keys.some(({ label }) => label === 'function_call'));
    assert.equal(
      accepted('vertexContents', '{|}').find((line) => line.includes('contents')),
      '{"contents": [{"role": "user", "parts": [{"text": "_"}]}, {"role": "model", "parts": [{"text": "_"}]}]}',
    );
  });

  it('offers roles and turns where they belong', () => {
    const labels = (line: string, format = 'vertexContents') =>
      complete(format, line).map(({ label }) => label);
    assert.deepEqual(labels('{"contents": [{"role": "|"}]}'), ['user', 'model']);
    assert.deepEqual(labels('{"contents": [{"role": |'), ['user', 'model']);
    assert.deepEqual(labels('{"contents": [{"role": "user", "parts": []}, |]}'), ['model', 'user']);
    assert.deepEqual(labels('{"messages": [{"role": "|', 'openaiChat').slice(0, 2), ['user', 'assistant']);
  });

  it('is silent inside texts and after them', () => {
    for (const line of [
      '{"text_input": "a|"}',
      '{"text_input": "a, |"}',
      '{"text_input": "a"|}',
      '{"text_input": "a"|',
      '{"text_input": "a"} |',
    ]) {
      assert.deepEqual(complete('geminiApi', line), [], line);
    }
    assert.deepEqual(complete('vertexContents', '{"contents": [{"role": "user"|}]}'), []);
  });
});

describe('a new example', () => {
  it('of each format is right JSON of that format when its places are filled', () => {
    for (const format of formats.filter(({ importOnly }) => !importOnly)) {
      const dataset = DatasetDocument.read('', { format: format.id });
      const [example] = newExamples(dataset, 0);
      assert.ok(example);
      const line = filled(example.snippet);
      const read = DatasetDocument.read(line, { format: format.id });
      const problems = read.problems().filter(({ severity }) => severity === 'error');
      assert.deepEqual(problems, [], `${line}: ${problems[0]?.message}`);
    }
  });

  it('looks like the one above: spacing, system instruction, number of turns', () => {
    const above =
      '{"systemInstruction":{"role":"system","parts":[{"text":"Cost: $5 {a}"}]},"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}';
    const dataset = DatasetDocument.read(`${above}\n`);
    const [example, plain] = newExamples(dataset, 1);
    assert.equal(example?.likeAbove, true);
    assert.equal(filled(example.snippet), above.replace('"q"', '"_"').replace('"a"}', '"_"}'));
    assert.equal(plain?.likeAbove, false);
  });

  it('is offered on lines where nothing stands yet', () => {
    for (const text of ['', '  ', 'exam', '{', '{}']) assert.ok(isUnwritten(text), text);
    for (const text of ['{"', 'a b', '[', '{"a": 1}']) assert.ok(!isUnwritten(text), text);
  });
});
