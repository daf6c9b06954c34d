// What random training lines are made of.
import fc from 'fast-check';

/** Texts with what is special in JSON and in the rules: quotes, escapes, white space, emoji, long words. */
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.lorem({ maxCount: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 24 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(
          'a',
          ' ',
          '\n',
          '\t',
          '"',
          '\\',
          '/',
          'é',
          '字',
          '😀',
          '\u00a0',
          '\u3000',
          '\ufeff',
          '\ufffd',
          '\u0001',
          '\ud83d',
          'x'.repeat(25),
          `AKIA${'A1B2'.repeat(4)}`,
          '\\n',
          'u0041',
          '<think>',
          '</think>',
        ),
        { maxLength: 12 },
      )
      .map((pieces) => pieces.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('yes', 'no', '', ' ') },
);

export const geminiExample = fc.record({ text_input: text, output: text });

const content = (role: fc.Arbitrary<string>) =>
  fc.record({ role, parts: fc.array(fc.record({ text }), { minLength: 1, maxLength: 2 }) });

export const contentsExample = fc
  .tuple(
    fc.option(content(fc.constantFrom('system', 'user')), { nil: undefined }),
    fc.array(
      fc.tuple(content(fc.constant('user')), content(fc.constantFrom('model', 'model', 'model', 'user'))),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map(([systemInstruction, turns]) => ({
    ...(systemInstruction ? { systemInstruction } : {}),
    contents: turns.flat(),
  }));

const type = fc.constantFrom('OBJECT', 'STRING', 'object', 'string', 'ANYTHING');
const name = fc.constantFrom('find', 'set_oven', 'f');
const number = fc.constantFrom(0, 1, 0.5, -1);

/** Examples with calls, results, declared functions and settings, some of them wrong. */
export const richExample = fc.record(
  {
    contents: fc.array(
      fc.record(
        {
          role: fc.constantFrom('user', 'model', 'model', 'function', 'tool', 'USER'),
          parts: fc.array(
            fc.oneof(
              fc.record({ text }),
              fc.record({ text, thought: fc.boolean() }),
              fc.record({ functionCall: fc.record({ name, args: fc.dictionary(name, number) }) }),
              fc.record({ function_response: fc.record({ name, response: fc.dictionary(name, text) }) }),
              fc.record({ fileData: fc.record({ mimeType: fc.constant('image/png'), fileUri: text }) }),
            ),
            { maxLength: 3 },
          ),
        },
        { requiredKeys: ['parts'] },
      ),
      { minLength: 1, maxLength: 4 },
    ),
    tools: fc.array(
      fc.record({
        functionDeclarations: fc.array(
          fc.record(
            {
              name,
              description: text,
              parameters: fc.record({ type, properties: fc.dictionary(name, fc.record({ type })) }),
            },
            { requiredKeys: ['name'] },
          ),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 2 },
    ),
    generationConfig: fc.record(
      {
        temperature: number,
        maxOutputTokens: number,
        stopSequences: fc.array(text, { maxLength: 2 }),
        responseMimeType: text,
      },
      { requiredKeys: [] },
    ),
    labels: fc.dictionary(name, text, { maxKeys: 2 }),
    completion: fc.oneof(text, fc.record({ parts: fc.array(fc.record({ text }), { maxLength: 1 }) })),
  },
  { requiredKeys: ['contents'] },
);

/** Mostly what a service takes; some lines of a file have something else. */
const mostly = <T>(usual: readonly T[], ...others: T[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const file = fc.oneof(
  fc.record({
    fileData: fc.record({
      mimeType: mostly(
        ['image/png', 'application/pdf'],
        'video/mp4',
        'image/x',
        '',
        'ü',
        'audio/wav',
        'image/jpg',
      ),
      fileUri: mostly(
        ['gs://b/a.png', 'gs://b/a.pdf', 'gs://b/ü', 'gs://b/a'],
        ...[
          'https://a.b/c',
          'gs://',
          'gs://b/"',
          'gs://b/c/',
          'gs://B/a.png',
          'gs://b/a\\c.png',
          'gs://b/a.mp4',
        ],
      ),
    }),
  }),
  fc.record({
    inlineData: fc.record({
      data: mostly(['QUJD', 'QUI=', 'QQ==', 'QUJDREVG'], 'QQ', '', 'Q-_D', '=AAA', 'QUJD\n'),
      mimeType: mostly(['image/png', 'image/jpeg'], 'audio/wav', 'text/plain'),
    }),
  }),
);

const anything = fc.oneof(
  fc.constantFrom<unknown>(0, 1, -1, 21.5, 1.0, 0.05, 0.0001, 1e21, 1e-9, 123456789012345, 2 ** 60, -0),
  fc.constantFrom<unknown>(true, false, null, '', ' a', 'é\u2028\n', '\u0001', '<think>', {}, [], { b: [] }, [
    [1, 'x'],
  ]),
  fc.lorem({ maxCount: 3 }),
);
const id = fc.constantFrom({}, {}, { id: 'a1' });
const weather = fc.record(
  {
    city: mostly<unknown>(['Oslo', 'Łódź'], 3),
    days: mostly<unknown>([1, 3], 1.5, 'two', null),
    unit: mostly(['C', 'F'], 'K'),
  },
  { requiredKeys: ['city'] },
);
const call = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(weather, id)
      .map(([args, more]) => ({ functionCall: { name: 'weather', args, ...more } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .dictionary(fc.constantFrom('a', 'b', 'ü', '"', '__proto', 'x_y'), anything)
      .map((args) => ({ functionCall: { name: 'free', args } })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<object>(
      { functionCall: { name: 'other', args: {} } },
      { functionCall: { name: 'free' } },
      { functionCall: { name: 'free', args: [] } },
      { functionCall: { name: 'free', args: {}, text: 'x' } },
      { functionCall: { name: 'free', args: {} }, thought: true },
    ),
  },
);
const result = fc
  .tuple(fc.dictionary(fc.constantFrom('sky', 'ü', 'k'), anything), id)
  .map(([response, more]) => ({ functionResponse: { name: 'weather', response, ...more } }));

const parameters = {
  type: 'OBJECT',
  properties: {
    city: { type: 'STRING' },
    days: { type: 'INTEGER' },
    unit: { type: 'STRING', enum: ['C', 'F'] },
  },
  required: ['city'],
};
/** Without an `enum`, calls are known by the shape of their arguments. */
const { unit: _, ...withoutEnum } = parameters.properties;
const tools = mostly<unknown>(
  [
    [{ functionDeclarations: [{ name: 'weather', parameters: { ...parameters, properties: withoutEnum } }] }],
    [{ functionDeclarations: [{ name: 'weather', description: 'Ü', parameters }, { name: 'free' }] }],
  ],
  [{ functionDeclarations: [{ name: 'weather', parameters: { type: 'object' } }] }],
  [{ functionDeclarations: [{ name: 'free', unknown: 1 }] }],
  [{ googleSearch: {} }],
  [],
  {},
  'f',
);
const beside = fc.record(
  {
    generationConfig: mostly<unknown>(
      [{ temperature: 0.5, maxOutputTokens: 10 }, { temperature: 1.0, stopSequences: ['ü'] }, {}],
      { temprature: 1 },
      { responseSchema: { type: 'object' } },
      3,
    ),
    labels: mostly<unknown>([{ a: 'b' }, { a: 'ü', b: 'a' }], { a: 1 }),
    unknown: fc.constant(1),
    generation_config: fc.constant({ topP: 0.9 }),
  },
  { requiredKeys: [] },
);

const spoken = (...parts: unknown[]) => ({ role: 'user', parts });
const said = (...parts: unknown[]) => ({ role: 'model', parts });
/** A result with the name of its call. */
const resultOf = (one: object, given: { functionResponse: object } | undefined) => {
  const { functionCall } = one as { functionCall: { name: string } };
  return { functionResponse: { ...given?.functionResponse, name: functionCall.name } };
};
const exchange = fc.oneof(
  fc
    .tuple(fc.array(file, { maxLength: 2 }), fc.lorem(), fc.lorem())
    .map(([files, question, answer]) => [spoken(...files, { text: question }), said({ text: answer })]),
  fc
    .tuple(
      fc.lorem(),
      fc.array(call, { minLength: 1, maxLength: 2 }),
      fc.array(result, { minLength: 1, maxLength: 2 }),
      text,
      mostly([true], false),
    )
    .map(([question, calls, results, answer, fit]) => [
      spoken({ text: question }),
      said(...calls),
      spoken(...(fit ? calls.map((one, at) => resultOf(one, results[at % results.length])) : results)),
      said({ text: answer }),
    ]),
);

/** Vertex AI's examples with files, calls, tools and settings, in several turns, mostly right. */
export const usualExample = fc
  .tuple(
    fc.array(exchange, { minLength: 1, maxLength: 3 }),
    fc.option(tools, { freq: 8 }),
    fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, beside),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([exchanges, declared, more, endsWithCall, toolsFirst]) => {
    const contents = exchanges.flat();
    const own = declared === null ? {} : { tools: declared };
    const turns = endsWithCall && contents.length > 2 ? contents.slice(0, -2) : contents;
    return toolsFirst ? { ...own, contents: turns, ...more } : { ...more, contents: turns, ...own };
  });

export interface Style {
  readonly gap: string;
  readonly ascii: boolean;
  readonly slashes: boolean;
  readonly swap: boolean;
}

export const style: fc.Arbitrary<Style> = fc.record({
  gap: fc.constantFrom('', ' ', '\t ', '\r'),
  ascii: fc.boolean(),
  slashes: fc.boolean(),
  swap: fc.boolean(),
});

/** JSON as different programs write it: with gaps, all beyond ASCII escaped, slashes escaped, keys in another order. */
export function write(value: unknown, how: Style): string {
  const { gap } = how;
  if (Array.isArray(value)) return `[${gap}${value.map((each) => write(each, how)).join(`,${gap}`)}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)}${gap}:${gap}${write(each, how)}`,
    );
    if (how.swap) members.reverse();
    return `{${gap}${members.join(`${gap},${gap}`)}${gap}}`;
  }
  let json = JSON.stringify(value);
  if (how.slashes) json = json.replaceAll('/', '\\/');
  if (how.ascii)
    json = json.replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return json;
}

/** One mistake anywhere: a character put in, taken out or changed. */
export const mutation = fc.option(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 3 }),
    put: fc.constantFrom(
      '',
      '"',
      '\\',
      '{',
      '}',
      ',',
      ' ',
      '\u0000',
      'x',
      '\\u00',
      '\t',
      '[',
      ']',
      ':',
      '\\/',
      '//',
    ),
  }),
  { nil: undefined, freq: 2 },
);

export function mutate(
  line: string,
  change: { at: number; remove: number; put: string } | undefined,
): string {
  if (!change) return line;
  const at = Math.floor(change.at * line.length);
  return line.slice(0, at) + change.put + line.slice(at + change.remove);
}
