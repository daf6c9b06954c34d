// Two readings of Google's contract: what the checker calls right the sandbox takes, and the other way round.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findFormat } from '../../../src/dataset/formats/index';
import type { JsonValue } from '../../../src/dataset/json/value';
import { readLine } from '../../../src/dataset/line/checkLine';
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

function errorsOf(line: string): string[] {
  const format = findFormat('vertexContents') ?? assert.fail();
  const { problems } = readLine(line, { format, target: undefined, severities: {} });
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}
