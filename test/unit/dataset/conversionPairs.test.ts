// Over all pairs of formats: what is converted and read back is the same, or its loss was named.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { convert } from '../../../src/dataset/editing/convert';
import type { DatasetFormat } from '../../../src/dataset/formats/format';
import { formats } from '../../../src/dataset/formats/index';
import { canonicalJson, type JsonObject, type JsonValue } from '../../../src/dataset/json/value';
import { readLine } from '../../../src/dataset/line/checkLine';

const words = fc.constantFrom(
  'rye',
  'bun',
  'How are you?',
  'ünï 😀',
  'two\n\nparagraphs',
  '9007199254740993',
);
const number = fc.constantFrom(1, 0, -2.5, 12345678901234);
const json: fc.Arbitrary<JsonValue> = fc.oneof(
  words,
  number,
  fc.boolean(),
  fc.constant<JsonValue>({ a: ['b'] }),
);
const args = fc.dictionary(fc.constantFrom('item', 'n'), json, { maxKeys: 2 }) as fc.Arbitrary<JsonObject>;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, own]) => own !== undefined)) as T;

const schema = fc.constantFrom(
  { type: 'object', properties: { item: { type: 'string' } }, required: ['item'] },
  { type: 'object', properties: { item: { type: ['string', 'null'] } }, additionalProperties: false },
  { type: 'object', properties: { n: { anyOf: [{ type: 'integer' }, { type: 'null' }] } } },
  { type: 'object', properties: { n: { enum: [1, 2] }, o: { oneOf: [{ type: 'string' }] } } },
);
const tool = fc
  .record({
    name: fc.constantFrom('count', 'weigh'),
    description: maybe(words),
    strict: maybe(fc.boolean()),
    parameters: maybe(schema),
  })
  .map((own) => ({ type: 'function', function: without(own) }));
const picture = fc.record({
  type: fc.constant('image_url'),
  image_url: fc
    .record({
      url: fc.constantFrom(
        'https://example.com/a.png',
        'https://example.com/?id=1',
        'data:image/png;base64,aGk=',
      ),
      detail: maybe(fc.constant('low')),
    })
    .map(without),
});
const content = fc.oneof(
  { weight: 4, arbitrary: words },
  fc.array(
    fc.oneof(
      words.map((text) => ({ type: 'text', text })),
      picture,
    ),
    { minLength: 1, maxLength: 3 },
  ),
);
const system = fc.record({ role: fc.constantFrom('system'), content: words });
const user = fc.record({ role: fc.constant('user'), content, name: maybe(words) }).map(without);
const said = fc
  .record({
    role: fc.constant('assistant'),
    content: words,
    weight: maybe(fc.constantFrom(0, 1)),
    reasoning_content: maybe(words),
    refusal: maybe(words),
  })
  .map(without);
const called = fc
  .tuple(args, args, words, words, fc.boolean(), said)
  .map(([a, b, one, two, swap, answer]) => {
    const call = (id: string, own: JsonObject) => ({
      id,
      type: 'function',
      function: { name: 'count', arguments: JSON.stringify(own) },
    });
    const results = [
      { role: 'tool', tool_call_id: 'c1', content: one },
      { role: 'tool', tool_call_id: 'c2', content: two },
    ];
    return [
      { role: 'assistant', tool_calls: [call('c1', a), call('c2', b)] },
      ...(swap ? results.reverse() : results),
      answer,
    ];
  });
const legacy = fc
  .tuple(args, words, said)
  .map(([own, result, answer]) => [
    { role: 'assistant', content: null, function_call: { name: 'count', arguments: JSON.stringify(own) } },
    { role: 'function', name: 'count', content: result },
    answer,
  ]);
const exchange = fc.tuple(user, fc.oneof({ weight: 3, arbitrary: said.map((one) => [one]) }, called, legacy));
const chat = fc
  .record({
    systems: fc.array(system, { maxLength: 2 }),
    exchanges: fc.array(exchange, { minLength: 1, maxLength: 2 }),
    late: maybe(system),
    tools: maybe(fc.uniqueArray(tool, { minLength: 1, maxLength: 2, selector: (one) => one.function.name })),
    parallel_tool_calls: maybe(fc.boolean()),
  })
  .map(({ systems, exchanges, late, ...rest }) => {
    const turns = exchanges.map(([asked, answers]) => [asked, ...answers]);
    return without({
      messages: [...systems, ...turns.flatMap((own, i) => (i === 1 && late ? [late, ...own] : own))],
      ...rest,
    });
  });

const googlePart = fc.oneof(
  { weight: 3, arbitrary: words.map((text) => ({ text })) },
  fc.constantFrom(
    { fileData: { mimeType: 'application/pdf', fileUri: 'gs://b/a.pdf' } },
    { fileData: { mimeType: 'image/png', fileUri: 'https://example.com/a.png' } },
    { inlineData: { mimeType: 'audio/wav', data: 'aGk=' } },
    { text: 'a clip', videoMetadata: { startOffset: '1s' } },
  ),
);
const modelPart = fc.oneof(
  { weight: 3, arbitrary: words.map((text) => ({ text })) },
  words.map((text) => ({ text, thought: true })),
  args.map((own) => ({ functionCall: { name: 'count', args: own } })),
);
const contents = fc
  .record({
    systemInstruction: maybe(
      fc
        .array(words, { minLength: 1, maxLength: 2 })
        .map((texts) => ({ role: 'system', parts: texts.map((text) => ({ text })) })),
    ),
    contents: fc
      .tuple(
        fc.array(googlePart, { minLength: 1, maxLength: 2 }),
        fc.array(modelPart, { minLength: 1, maxLength: 2 }),
      )
      .map(([asked, answered]) => [
        { role: 'user', parts: asked },
        { role: 'model', parts: answered },
      ]),
    tools: maybe(
      fc.constantFrom(
        [
          {
            functionDeclarations: [
              {
                name: 'count',
                parameters: { type: 'OBJECT', properties: { item: { type: 'STRING', nullable: true } } },
              },
            ],
          },
        ],
        [{ googleSearch: {} }],
      ),
    ),
    labels: maybe(fc.constant({ a: 'b' })),
  })
  .map(without);
const ranked = fc
  .record({
    contents: fc.constant([{ role: 'user', parts: [{ text: 'Best?' }] }]),
    better: words,
    worse: words,
    scores: fc.constantFrom([1, 0], [0.8, 0.2], [1, 1]),
  })
  .map(({ contents: own, better, worse, scores }) => ({
    contents: own,
    completions: [better, worse].map((text, i) => ({
      score: scores[i],
      completion: { role: 'model', parts: [{ text }] },
    })),
  }));
const flat = fc.record({ a: words, b: words, more: maybe(words) });

const lines: readonly { readonly id: string; readonly value: fc.Arbitrary<object> }[] = [
  { id: 'openaiChat', value: chat },
  { id: 'vertexContents', value: contents },
  { id: 'vertexPreference', value: ranked },
  { id: 'geminiApi', value: flat.map(({ a, b }) => ({ text_input: a, output: b })) },
  { id: 'palm', value: flat.map(({ a, b }) => ({ input_text: a, output_text: b })) },
  {
    id: 'promptCompletion',
    value: flat.map(({ a, b, more }) => without({ prompt: a, completion: b, chosen: more })),
  },
  {
    id: 'questionAnswer',
    value: flat.map(({ a, b, more }) => without({ question: a, answer: b, topic: more })),
  },
  {
    id: 'promptChosen',
    value: flat.map(({ a, b, more }) => ({ prompt: a, chosen: b, rejected: more ?? 'no' })),
  },
  {
    id: 'instruction',
    value: flat.map(({ a, b, more }) => ({ instruction: a, input: more ?? '', output: b })),
  },
];
const byId = new Map(formats.map((format) => [format.id, format]));

/** What a line says, without the ways in which a format may say the same: by its own reading and writing. */
function meaning(text: string, format: DatasetFormat): string {
  const conversation = format.toConversation(JSON.parse(text) as JsonObject);
  return canonicalJson(
    JSON.parse(
      JSON.stringify(conversation, (key, own) =>
        key === 'id' || (key === 'weight' && own === 1) ? undefined : own,
      ),
    ) as JsonValue,
  );
}

describe('conversion between all formats', function () {
  this.timeout(120_000);
  for (const { id, value } of lines) {
    it(`gives back what ${id} says, or names what is lost, and writes no error`, () => {
      const from = byId.get(id) ?? assert.fail(id);
      const whole = new Map<string, number>();
      fc.assert(
        fc.property(value, fc.constantFrom(...formats), (example, to) => {
          const line = JSON.stringify(example);
          const there = convert([line], from, to);
          assert.equal(there.examples.length + there.notes.filter(({ partly }) => !partly).length, 1);
          const [written] = there.examples;
          if (!written) return;
          const errors = readLine(written.text, { format: to, target: undefined, severities: {} }).problems;
          assert.deepEqual(
            errors.filter(({ severity }) => severity === 'error'),
            [],
          );
          if (there.notes.length > 0) return;
          whole.set(to.id, (whole.get(to.id) ?? 0) + 1);
          const back = convert([written.text], to, from);
          assert.equal(back.examples.length, 1, JSON.stringify(back.notes));
          assert.equal(meaning(back.examples[0]?.text ?? '', from), meaning(line, from));
        }),
        { numRuns: 600 },
      );
      assert.ok(whole.size > 1, `came over whole only to ${[...whole.keys()]}`);
    });
  }
});
