// One contract for a training row: what Google takes is the union of v1, v1beta1 and the types of @google/genai. The
// checker (schemas derived by scripts/deriveSchema.mjs) and the sandbox (descriptors and newestFields.json) read it
// independently, and are held to it and to each other here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatasetDocument } from '../../src/dataset/document/datasetDocument';
import { convert, linesOf } from '../../src/dataset/editing/convert';
import type { DatasetFormat } from '../../src/dataset/formats/format';
import { formats } from '../../src/dataset/formats/index';
import { vertexContents } from '../../src/dataset/formats/vertexContents';
import { vertexPreference } from '../../src/dataset/formats/vertexPreference';
import newest from '../../src/sandbox/google/newestFields.json';
import { findRowMessage } from '../../src/sandbox/google/rowMessages';
import { type RowKind, readRow } from '../../src/sandbox/vertexAi/training/trainingFile';
import { publishedRows } from './publishedRows';

/** Everything the checker says of one row, by severity. */
function check(row: string, format: DatasetFormat = vertexContents) {
  const document = DatasetDocument.read(`${row}\n`, { format: format.id });
  const found = document.problems().filter(({ rule }) => rule !== 'few-examples');
  return {
    errors: found.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    warnings: found.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule),
    all: found,
    document,
  };
}

/** What is wrong with a row, as the sandbox reads it. */
function refusal(row: string, kind: RowKind = 'supervised'): string | undefined {
  const read = readRow(row, kind);
  return typeof read === 'string' ? read : undefined;
}

describe('one contract for a training row', () => {
  for (const [page, row] of Object.entries(publishedRows)) {
    it(`${page}: no error in the checker, read by the sandbox`, () => {
      const line = JSON.stringify(row);
      const { errors, warnings } = check(line);
      assert.deepEqual(errors, []);
      assert.deepEqual(warnings, []);
      assert.equal(refusal(line), undefined);
    });
  }

  it('a turn without a role beside a clear neighbour is a hint, and its fix writes the role', () => {
    for (const page of ['a chat with a result that has no role', 'text with an empty role']) {
      const { all, document } = check(JSON.stringify(publishedRows[page]));
      assert.deepEqual(
        all.map(({ rule, severity }) => `${rule} ${severity}`),
        ['absent-role hint'],
      );
      const [problem] = all;
      assert.ok(problem);
      const [fix] = document.fixes(problem);
      assert.ok(fix);
      document.apply(fix.edits);
      assert.deepEqual(
        document.problems().filter(({ rule }) => rule !== 'few-examples'),
        [],
      );
    }
  });

  it('what only a request takes is a warning, and the sandbox reads over it', () => {
    const settings = {
      temperature: 1,
      thinkingConfig: { thinkingLevel: 'LOW' },
      responseSchema: { type: 'STRING' },
    };
    const row = {
      ...publishedRows.text,
      model: 'gemini-3.5-flash',
      cachedContent: 'projects/p/locations/us/cachedContents/1',
      toolConfig: { functionCallingConfig: { mode: 'ANY' } },
      safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
      modelArmorConfig: { promptTemplateName: 'x' },
      generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW', ...settings },
    };
    const { errors, warnings, all, document } = check(JSON.stringify(row));
    assert.deepEqual(errors, []);
    assert.deepEqual(
      warnings,
      Array.from({ length: 8 }, () => 'request-only'),
    );
    assert.equal(refusal(JSON.stringify(row)), undefined);
    for (const { rule } of all) {
      const problem = document.problems().find((each) => each.rule === rule);
      const [fix] = problem ? document.fixes(problem) : [];
      assert.ok(fix);
      document.apply(fix.edits);
    }
    const left = { ...publishedRows.text, generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } };
    assert.deepEqual(JSON.parse(document.line(0)?.text ?? ''), left);
  });

  it('both know every key that any of the three knows, and no other', () => {
    const seen = new Set<string>();
    const visit = (name: string, message: ReturnType<typeof findRowMessage>) => {
      if (seen.has(name)) return;
      seen.add(name);
      const definitions = vertexContents.schema.definitions as Record<string, { properties?: object }>;
      const known = Object.keys(definitions[name]?.properties ?? {}).filter((key) => !key.includes('_'));
      const fields = message.fieldsArray.map((field) =>
        field.name.replace(/_(.)/g, (_, c: string) => c.toUpperCase()),
      );
      assert.deepEqual(known.sort(), fields.sort(), name);
      for (const field of message.fieldsArray) {
        const type = field.resolve().resolvedType;
        const full = type?.fullName ?? '';
        const inner = /^\.google\.cloud\.aiplatform\.v1\.(.+)$/.exec(full)?.[1];
        if (inner !== undefined && type !== null && 'fieldsArray' in type)
          visit(inner, findRowMessage(inner));
      }
    };
    for (const name of [
      'Content',
      'Tool',
      'GenerationConfig',
      'ToolConfig',
      'SafetySetting',
      'ModelArmorConfig',
    ])
      visit(name, findRowMessage(name));
    for (const name of Object.keys(newest.fields)) assert.ok(seen.has(name), `${name} stands in no row`);
  });

  it('what only the newest client knows is a warning', () => {
    const part = { fileData: { mimeType: 'image/png', fileUri: 'gs://b/o.png', displayName: 'bun' } };
    const row = JSON.stringify({
      contents: [
        { role: 'user', parts: [part] },
        { role: 'model', parts: [{ text: 'x' }] },
      ],
    });
    const { errors, warnings } = check(row);
    assert.deepEqual([errors, warnings, refusal(row)], [[], ['newest-key'], undefined]);
  });

  for (const from of formats.filter((format) => format !== vertexContents && format !== vertexPreference)) {
    it(`what is converted from ${from.label} is right for both`, () => {
      const to = from.family === 'preference' ? vertexPreference : vertexContents;
      const converted = linesOf(convert(samplesOf(from), from, to), false).filter((line) => line !== '');
      assert.ok(converted.length > 0);
      const kind = to === vertexPreference ? 'preference' : 'supervised';
      for (const line of converted) {
        assert.equal(refusal(line, kind), undefined, line);
        assert.deepEqual(check(line, to).errors, [], line);
      }
    });
  }
});

const FILES: Readonly<Record<string, string>> = {
  openaiChat: 'openai-tools/train.jsonl',
  shareGpt: 'sharegpt/chat.jsonl',
  textColumn: 'text-column/chatml.jsonl',
  automl: 'automl-export/classes.jsonl',
};

/** Lines of a format, from the cases where there are some. */
function samplesOf({ id, sample }: DatasetFormat): string[] {
  const file = FILES[id];
  if (file !== undefined) return readFileSync(`test/fixtures/cases/${file}`, 'utf8').trimEnd().split('\n');
  return [JSON.stringify(sample, (key, value) => (value === '' ? `rye, as ${key}` : value))];
}
