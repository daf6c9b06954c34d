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
