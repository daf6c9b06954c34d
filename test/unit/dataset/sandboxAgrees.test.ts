// Two readings of Google's contract: what the checker calls right the sandbox takes, and the other way round.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findFormat } from '../../../src/dataset/formats/index';
import type { JsonValue } from '../../../src/dataset/json/value';
import { readLine } from '../../../src/dataset/line/checkLine';
import { findTunableModel } from '../../../src/sandbox/vertexAi/baseModels';
import { mediaFault } from '../../../src/sandbox/vertexAi/training/rowMedia';
import { readRow } from '../../../src/sandbox/vertexAi/training/trainingFile';

type Row = Record<string, JsonValue>;

const text = fc.constantFrom('rye', 'How are you?', 'ünï 😀', '9007199254740993', 'a\nb');
const turn = (role: string) =>
  fc
    .array(
      text.map((own) => ({ text: own })),
      { minLength: 1, maxLength: 2 },
    )
    .map((parts) => ({ role, parts }));
const row: fc.Arbitrary<Row> = fc
  .record({
    exchanges: fc.array(fc.tuple(turn('user'), turn('model')), { minLength: 1, maxLength: 3 }),
    system: fc.option(turn('system')),
  })
  .map(({ exchanges, system }) => ({
    ...(system ? { systemInstruction: system } : {}),
    contents: exchanges.flat(),
  }));

/** What people get wrong, one thing at a time. The first is nothing. */
const mistakes: Readonly<Record<string, (row: Row & { contents: Row[] }) => JsonValue>> = {
  nothing: (own) => own,
  'no answer': ({ contents, ...rest }) => ({ ...rest, contents: contents.slice(0, -1) }),
  'answer first': ({ contents, ...rest }) => ({ ...rest, contents: contents.slice(1) }),
  'turns in a row': ({ contents, ...rest }) => ({
    ...rest,
    contents: [...contents.slice(0, 1), ...contents],
  }),
  'no contents': ({ contents: _, ...rest }) => rest,
  'empty contents': (own) => ({ ...own, contents: [] }),
  'another role': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one, at) => (at === 1 ? { ...one, role: 'assistant' } : one)),
  }),
  'roles in capitals': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one) => ({ ...one, role: String(one.role).toUpperCase() })),
  }),
  'a role with a capital': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one, at) => (at === 0 ? { ...one, role: 'User' } : one)),
  }),
  'no role at the answer': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map(({ role, ...one }) => (role === 'model' ? one : { role: role ?? '', ...one })),
  }),
  'empty parts': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one) => ({ ...one, parts: [] })),
  }),
  'no parts': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map(({ role }) => ({ role: role ?? '' })),
  }),
  'a text as parts': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one) => ({ ...one, parts: 'rye' })),
  }),
  'a number as text': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one) => ({ ...one, parts: [{ text: 5 }] })),
  }),
  'an unknown key': (own) => ({ ...own, outputs: 'rye' }),
  'an unknown key in a part': ({ contents, ...rest }) => ({
    ...rest,
    contents: contents.map((one) => ({ ...one, parts: [{ text: 'rye', colour: 'red' }] })),
  }),
  'a text as system instruction': (own) => ({ ...own, systemInstruction: 'Be brief.' }),
  'an array': ({ contents }) => contents,
};

describe('checker and sandbox', () => {
  for (const [name, mistake] of Object.entries(mistakes)) {
    it(`agree on ${name}`, () => {
      fc.assert(
        fc.property(row, (own) => {
          const line = JSON.stringify(mistake(own as Row & { contents: Row[] }));
          const read = readRow(line, 'supervised');
          const refusal = typeof read === 'string' ? read : undefined;
          const errors = errorsOf(line);
          assert.equal(errors.length > 0, refusal !== undefined, `${errors} | ${refusal} | ${line}`);
        }),
        { seed: 11, numRuns: 100 },
      );
    });
  }
});

/** A file of an example, and whether Google takes it. */
const files: readonly (readonly [string, object, boolean])[] = [
  ['in a bucket', file('gs://b/a.png'), true],
  ['on the web', file('https://x.example/a.png'), true],
  ['behind a sign-in', file('https://storage.cloud.google.com/b/a.png'), false],
  [
    'on a page of the console',
    file('https://console.cloud.google.com/storage/browser/_details/b/a.png'),
    false,
  ],
  ['on this computer', file('images/a.png'), false],
  ['of another spelling', file('gs://b/a.png', 'IMAGE/PNG'), false],
  ['of a type that is not read', file('gs://b/a.gif', 'image/gif'), false],
  ['of sound that no list of Google names', file('gs://b/a.wav', 'audio/x-wav'), true],
  ['of text', file('gs://b/a.txt', 'text/plain'), true],
  ['in a high resolution', file('gs://b/a.pdf', 'application/pdf', resolution('HIGH')), true],
  ['a picture in the highest resolution', file('gs://b/a.png', 'image/png', resolution('ULTRA_HIGH')), true],
  [
    'a document in the highest resolution',
    file('gs://b/a.pdf', 'application/pdf', resolution('ULTRA_HIGH')),
    false,
  ],
  ['a clip at 24 pictures a second', file('gs://b/a.mp4', 'video/mp4', { videoMetadata: { fps: 24 } }), true],
  [
    'a clip at 25 pictures a second',
    file('gs://b/a.mp4', 'video/mp4', { videoMetadata: { fps: 25 } }),
    false,
  ],
];

describe('checker and sandbox, on files', () => {
  for (const [name, part, isTaken] of files)
    it(`agree on one ${name}`, () => {
      const line = JSON.stringify({
        contents: [
          { role: 'user', parts: [part, { text: 'What is it?' }] },
          { role: 'model', parts: [{ text: 'rye' }] },
        ],
      });
      const read = readRow(line, 'supervised');
      const fault =
        typeof read === 'string'
          ? read
          : mediaFault(read.contents, findTunableModel('gemini-3.5-flash'), () => true);
      assert.equal(fault === undefined, isTaken, fault);
      assert.equal(errorsOf(line).length === 0, isTaken, String(errorsOf(line)));
    });
});

function file(fileUri: string, mimeType = 'image/png', more: object = {}): object {
  return { fileData: { mimeType, fileUri }, ...more };
}

function resolution(level: string): object {
  return { mediaResolution: { level: `MEDIA_RESOLUTION_${level}` } };
}

function errorsOf(line: string): string[] {
  const format = findFormat('vertexContents') ?? assert.fail();
  const { problems } = readLine(line, { format, target: undefined, severities: {} });
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}
