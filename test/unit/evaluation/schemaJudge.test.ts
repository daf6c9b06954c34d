import assert from 'node:assert/strict';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { UserError } from '../../../src/base/userError';
import type { JsonObject, JsonValue } from '../../../src/dataset/json/value';
import { SchemaJudge } from '../../../src/evaluation/metrics/schemaJudge';

const judgeOf = (schema: JsonValue) => new SchemaJudge(schema, path.resolve('dist/schema-worker.js'));

/** Schemas that take for ever, each by another keyword. Each costs a thread its whole time. */
const endless: readonly (readonly [JsonObject, string])[] = [
  [{ type: 'string', pattern: '^(a+)+$' }, `"${'a'.repeat(40)}!"`],
  [{ propertyNames: { pattern: '^(\\w+\\s?)*$' } }, `{"${'word '.repeat(30)}!": 1}`],
];

describe('a JSON schema out of a file', function () {
  this.timeout(120_000);

  it('is given up in time when it takes for ever, beside a thread that goes on', async () => {
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const started = performance.now();
    const judges = endless.map(([schema]) => judgeOf(schema));
    await Promise.all(judges.map((judge, index) => judge.judge(['1', endless[index]?.[1] ?? ''])));
    delay.disable();
    assert.ok(performance.now() - started < 25_000);
    assert.ok(delay.max < 4e9, `this thread stood still for ${delay.max / 1e6} ms`);
    for (const judge of judges) {
      assert.match(judge.problem ?? '', /it took more than/);
      await judge.judge(['2']); // at once: nothing is tried again
      assert.equal(judge.verdict('1'), undefined, 'quick answers alone make a wrong figure');
    }
  });

  const deep = (depth: number): JsonValue =>
    Array.from({ length: depth }).reduce<JsonValue>((inner) => ({ not: inner }), {});
  const unusable: readonly (readonly [string, JsonValue, RegExp])[] = [
    ['asynchronous', { $async: true, type: 'number' }, /asynchronous/],
    ['of a type that there is none of', { type: 'nonsense' }, /type must be/],
    ['a string', 'nonsense', /not a JSON object/],
    ['with a broken pattern', { pattern: '(' }, /Invalid regular expression/],
    ['from elsewhere', { $ref: 'https://example.com/x.json' }, /example\.com/],
    ['without end', { $ref: '#' }, /endlessly/],
    ['too deep', deep(20_000), /Can't apply|too deep/],
  ];
  for (const [name, schema, why] of unusable) {
    it(`is refused in words: ${name}`, async () => {
      const judge = judgeOf(schema);
      await judge.judge(['1']);
      assert.match(judge.problem ?? '', why);
      assert.doesNotMatch(judge.problem ?? '', /\n|\s+at /);
      await assert.rejects(judgeOf(schema).check(), UserError);
    });
  }

  it('judges by the draft that it names', async () => {
    const tuple = { prefixItems: [{ type: 'string' }], items: false };
    const judge = judgeOf({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...tuple });
    await judge.judge(['["a"]', '["a", 1]', '[1]']);
    assert.deepEqual(
      ['["a"]', '["a", 1]', '[1]'].map((answer) => judge.verdict(answer)),
      [true, false, false],
    );
  });
});
