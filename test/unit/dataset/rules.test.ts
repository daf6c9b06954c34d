import assert from 'node:assert/strict';
import type { TextEdit } from '../../../src/dataset/checking/rule';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import type { DocumentOptions } from '../../../src/dataset/document/documentOptions';
import { fixAll } from '../../../src/dataset/editing/fixAll';
import { rules } from '../../../src/dataset/rules/index';
import { nearDuplicateProblems } from '../../../src/dataset/similar/nearDuplicates';

interface Case {
  readonly rule: string;
  readonly name: string;
  /** The line with the mistake, after two good ones of its format. */
  readonly line: string;
  readonly after?: 'gemini' | 'vertex' | 'messages' | 'openai' | 'nothing';
  /** The text at each place that the rule marks. */
  readonly at: string[];
  readonly says?: RegExp;
  /** What the quick fix makes of the line; absent when there must be none. */
  readonly fixed?: string;
  /** There is a quick fix, which only a person may choose. */
  readonly isAsked?: boolean;
  readonly options?: DocumentOptions;
}

const turn = (role: string, text: string) => ({ role, parts: [{ text }] });
const contents = (...turns: unknown[]) => JSON.stringify({ contents: turns });
const call = { role: 'model', parts: [{ functionCall: { name: 'f', args: {} } }] };
const given = { functionResponse: { name: 'f', response: { output: 1 } } };
const tools = (name: string, type = 'OBJECT') => ({
  tools: [{ functionDeclarations: [{ name, parameters: { type, properties: { a: { type: 'STRING' } } } }] }],
});
const weatherSchema = {
  type: 'OBJECT',
  properties: {
    city: { type: 'STRING' },
    days: { type: 'INTEGER', nullable: true },
    units: { type: 'ARRAY', items: { type: 'STRING', enum: ['metric', 'imperial'] } },
  },
  required: ['city'],
};
const weather = (args: object, name = 'get_weather') =>
  JSON.stringify({
    contents: [turn('user', 'q'), { role: 'model', parts: [{ functionCall: { name, args } }] }],
    tools: [{ functionDeclarations: [{ name: 'get_weather', parameters: weatherSchema }] }],
  });
/** Calls of `get_weather`, and what the turn after them gives back. */
const givenBack = (name: string | undefined, calls = 1) => {
  const {
    contents: [ask, called],
    tools: declared,
  } = JSON.parse(weather({ city: 'Bonn' }));
  const parts = name ? [{ functionResponse: { name, response: { output: 1 } } }] : [{ text: 'And?' }];
  const model = { role: 'model', parts: Array(calls).fill(called.parts[0]) };
  return JSON.stringify({
    contents: [ask, model, { role: 'user', parts }, turn('model', 'a')],
    tools: declared,
  });
};
const openaiWeather = (args: object) => {
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: ['integer', 'null'] } },
  };
  const named = { name: 'get_weather', arguments: JSON.stringify(args) };
  return JSON.stringify({
    messages: [
      { role: 'user', content: 'q' },
      { role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: named }] },
    ],
    tools: [{ type: 'function', function: { name: 'get_weather', parameters } }],
  });
};
const pairOf = (score: number, a: string, b: string) =>
  JSON.stringify({
    contents: [turn('user', 'q')],
    completions: [
      { score: 1, completion: turn('model', a) },
      { score, completion: turn('model', b) },
    ],
  });
const good = {
  nothing: [],
  gemini: ['{"text_input":"1","output":"2"}', '{"text_input":"2","output":"3"}'],
  vertex: [1, 2].map((n) => contents(turn('user', `q${n}`), turn('model', `a${n}`))),
  openai: [1, 2].map((n) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `q${n}` },
        { role: 'assistant', content: `a${n}` },
      ],
    }),
  ),
  messages: [1, 2].map((n) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `q${n}` },
        { role: 'model', content: `a${n}` },
      ],
    }),
  ),
};
const openai = (...messages: unknown[]) => JSON.stringify({ messages });
const asked = { role: 'user', content: 'Any rye?' };
const called = {
  role: 'assistant',
  tool_calls: [{ id: 'c1', type: 'function', function: { name: 'count', arguments: '{}' } }],
};
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: '3' });
const told = { role: 'assistant', content: 'Three.' };
const example = '{"text_input": "a", "output": "b"}';
const key = `AKIA${'ABCD1234EFGH5678'}`;
const onPersonal: DocumentOptions = { severities: { 'personal-data': 'warning' } };

const cases: Case[] = [
  // invalid JSON
  {
    rule: 'invalid-json',
    name: 'a text that does not end',
    line: '{"text_input": "a", "output": "b',
    at: ['"b'],
    says: /closing quote/,
  },
  {
    rule: 'invalid-json',
    name: 'a missing bracket',
    line: '{"text_input": "a", "output": "b"',
    at: ['"'],
    says: /end of line: missing "}"/,
    fixed: example,
  },
  {
    rule: 'invalid-json',
    name: 'a value that is missing at the end',
    line: '{"text_input": "a", "output":',
    at: [':'],
    says: /in the middle of a value/,
  },
  {
    rule: 'invalid-json',
    name: 'a trailing comma',
    line: '{"text_input": "a", "output": "b",}',
    at: [','],
    says: /Unexpected comma/,
    fixed: example,
  },
  {
    rule: 'invalid-json',
    name: 'a comma after the example',
    line: `${example},`,
    at: [','],
    says: /aren't separated by commas/,
    fixed: example,
  },
  {
    rule: 'invalid-json',
    name: 'a Python dict',
    line: "{'text_input': 'it\\'s \"a\"', 'output': None}",
    at: ["'text_input'"],
    says: /Python/,
    fixed: '{"text_input": "it\'s \\"a\\"", "output": null}',
  },
  {
    rule: 'invalid-json',
    name: 'a Python word',
    line: '{"text_input": "a", "output": True}',
    at: ['True'],
    says: /Use "true" in JSON/,
    fixed: '{"text_input": "a", "output": true}',
  },
  {
    rule: 'invalid-json',
    name: 'NaN',
    line: '{"text_input": "a", "output": NaN}',
    at: ['NaN'],
    says: /"NaN" isn't allowed in JSON/,
    fixed: '{"text_input": "a", "output": null}',
  },
  {
    rule: 'invalid-json',
    name: 'two values on a line',
    line: `${example} {"text_input":"c","output":"d"}`,
    at: ['{"text_input":"c","output":"d"}'],
    says: /second value/,
    fixed: `${example}\n{"text_input":"c","output":"d"}`,
  },
  {
    rule: 'invalid-json',
    name: 'a missing comma',
    line: '{"text_input": "a" "output": "b"}',
    at: ['"output"'],
    says: /comma is missing/,
    fixed: '{"text_input": "a" , "output": "b"}',
  },
  {
    rule: 'invalid-json',
    name: 'a missing colon',
    line: '{"text_input" "a", "output": "b"}',
    at: ['"a"'],
    says: /[Mm]issing colon/,
    fixed: '{"text_input" : "a", "output": "b"}',
  },
  {
    rule: 'invalid-json',
    name: 'a quote inside a text',
    line: '{"text_input": "say "hi"", "output": "b"}',
    at: ['hi'],
    says: /for a quote inside a string/,
  },
  {
    rule: 'invalid-json',
    name: 'a key without quotes',
    line: '{text_input: "a", "output": "b"}',
    at: ['text_input'],
    says: /must be in double quotes/,
    fixed: '{"text_input": "a", "output": "b"}',
  },
  {
    rule: 'invalid-json',
    name: 'typographic quotes',
    line: '{“text_input”: "a", "output": "b"}',
    at: ['“'],
    says: /curly quote/,
    fixed: example,
  },
  {
    rule: 'invalid-json',
    name: 'a wrong escape',
    line: '{"text_input": "C:\\dir", "output": "b"}',
    at: ['\\d'],
    says: /Invalid escape/,
    fixed: '{"text_input": "C:\\\\dir", "output": "b"}',
  },
  {
    rule: 'invalid-json',
    name: 'a tab inside a text',
    line: '{"text_input": "a\tb", "output": "b"}',
    at: ['\t'],
    says: /A tab/,
    fixed: '{"text_input": "a\\tb", "output": "b"}',
  },
  {
    rule: 'invalid-json',
    name: 'NUL',
    line: '{"text_input": "a\u0000b", "output": "b"}',
    at: ['\u0000'],
    says: /NUL/,
    fixed: '{"text_input": "a\\u0000b", "output": "b"}',
  },
  {
    rule: 'invalid-json',
    name: 'a number that is none',
    line: '{"text_input": "a", "output": 01}',
    at: ['01'],
    says: /isn't a valid JSON number/,
  },
  {
    rule: 'invalid-json',
    name: 'a bracket too many',
    line: `${example}}`,
    at: ['}'],
    says: /Unmatched/,
    fixed: example,
  },
  {
    rule: 'invalid-json',
    name: 'the wrong bracket',
    line: '{"text_input": ["a"}, "output": "b"}',
    at: ['}'],
    says: /Expected "]"/,
  },
  {
    rule: 'invalid-json',
    name: 'a comment',
    line: `${example} // why`,
    at: ['// why'],
    says: /Comments aren't allowed/,
    fixed: example,
  },
  {
    rule: 'invalid-json',
    name: 'plain words',
    line: 'hello world',
    at: ['hello'],
    says: /This line isn't valid JSON/,
  },
  { rule: 'byte-order-mark', name: 'at the start', line: `\ufeff${example}`, at: ['\ufeff'], fixed: example },
  {
    rule: 'broken-character',
    name: 'half of a pair, escaped',
    line: '{"text_input": "a\\ud83d", "output": "b"}',
    at: ['\\ud83d'],
    says: /surrogate/,
  },
  {
    rule: 'broken-character',
    name: 'halves in the wrong order',
    line: '{"text_input": "\\ude00\\ud83d\\ud83d\\ude00", "output": "b"}',
    at: ['\\ude00', '\\ud83d'],
  },
  {
    rule: 'replacement-character',
    name: 'as it is, as an escape, and a word that is none',
    line: '{"text_input": "Z\ufffdrich \\uFFFD \\\\ufffd", "output": "b"}',
    at: ['\ufffd', '\\uFFFD'],
    says: /UTF-8/,
  },
  {
    rule: 'duplicate-key',
    name: 'with another value',
    line: '{"text_input": "a", "output": "b", "output": "c"}',
    at: ['"output"'],
  },
  {
    rule: 'duplicate-key',
    name: 'with the same value',
    line: '{"text_input": "a", "output": "b", "output": "b"}',
    at: ['"output"'],
    fixed: example,
  },
  {
    rule: 'not-an-object',
    name: 'a list of examples',
    line: `[${example},{"text_input":"c","output":"d"}]`,
    at: [`[${example},{"text_input":"c","output":"d"}]`],
    says: /This is an array/,
    fixed: '{"text_input":"a","output":"b"}\n{"text_input":"c","output":"d"}',
  },
  { rule: 'not-an-object', name: 'a number', line: '5', at: ['5'], says: /a single value/ },
  {
    rule: 'too-deep',
    name: 'a hundred and one brackets',
    line: `{"text_input": ${'['.repeat(100)}${']'.repeat(100)}}`,
    at: ['['],
  },
  {
    rule: 'other-format',
    name: 'OpenAI among contents',
    after: 'vertex',
    line: '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}',
    at: ['{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}'],
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'other-format',
    name: 'what the format cannot say',
    line: contents(turn('user', 'q'), turn('model', 'a'), turn('user', 'p'), turn('model', 'b')),
    at: [contents(turn('user', 'q'), turn('model', 'a'), turn('user', 'p'), turn('model', 'b'))],
  },
  // form
  {
    rule: 'schema',
    name: 'a missing key',
    line: '{"text_input": "a"}',
    at: ['{'],
    says: /Missing key "output"/,
  },
  {
    rule: 'schema',
    name: 'an unknown key',
    line: '{"text_input": "a", "output": "b", "comment": ""}',
    at: ['"comment"'],
    says: /Unknown key "\w+"\.$/,
  },
  {
    rule: 'schema',
    name: 'a number for a text',
    line: '{"text_input": "a", "output": 5}',
    at: ['5'],
    says: /"output" must be a string/,
    fixed: '{"text_input": "a", "output": "5"}',
  },
  {
    rule: 'schema',
    name: 'parts as an object',
    after: 'vertex',
    line: '{"contents":[{"role":"user","parts":{"text":"q"}},{"role":"model","parts":[{"text":"a"}]}]}',
    at: ['{"text":"q"}'],
    says: /must be an array/,
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'misspelt-key',
    name: 'a plural',
    line: '{"text_inputs": "a", "output": "b"}',
    at: ['"text_inputs"'],
    says: /Did you mean "text_input"/,
    fixed: example,
  },
  {
    rule: 'misspelt-key',
    name: 'a capital',
    line: '{"text_input": "a", "Output": "b"}',
    at: ['"Output"'],
    fixed: example,
  },
  {
    rule: 'misspelt-key',
    name: 'deep inside',
    after: 'vertex',
    line: contents(turn('user', 'q'), { role: 'model', parts: [{ txt: 'a' }] }),
    at: ['"txt"'],
    says: /"contents\[1\]\.parts\[0\]"/,
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'part-data',
    name: 'two things in a part',
    after: 'vertex',
    line: contents(
      { role: 'user', parts: [{ text: 'q', fileData: { fileUri: 'gs://b/o', mimeType: 'image/png' } }] },
      turn('model', 'a'),
    ),
    at: ['{"text":"q","fileData":{"fileUri":"gs://b/o","mimeType":"image/png"}}'],
    says: /text and fileData/,
  },
  {
    rule: 'part-data',
    name: 'an empty part',
    after: 'vertex',
    line: contents({ role: 'user', parts: [{}] }, turn('model', 'a')),
    at: ['{}'],
  },
  {
    rule: 'call-id',
    name: 'a result of a call that nobody made',
    after: 'openai',
    line: openai(asked, called, result('c2'), told),
    at: ['"c2"'],
    says: /"c1" waits for its response/,
    fixed: openai(asked, called, result('c1'), told),
  },
  {
    rule: 'call-id',
    name: 'a second result of one call',
    after: 'openai',
    line: openai(asked, called, result('c1'), result('c1'), told),
    at: ['"c1"'],
  },
  {
    rule: 'label-form',
    name: 'a capital in a label',
    after: 'vertex',
    line: `${contents(turn('user', 'q'), turn('model', 'a')).slice(0, -1)},"labels":{"Team":"a b"}}`,
    at: ['"Team"', '"a b"'],
  },
  {
    rule: 'role',
    name: "another platform's name",
    after: 'vertex',
    line: contents(turn('USER', 'q'), turn('assistant', 'a')),
    at: ['"USER"', '"assistant"'],
    says: /Did you mean/,
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'absent-role',
    name: 'the result of a function without a role, as Google writes it',
    after: 'vertex',
    line: contents(turn('user', 'q'), call, { parts: [given] }, turn('model', 'a')),
    at: ['{'],
    fixed: contents(turn('user', 'q'), call, { parts: [given] }, turn('model', 'a')).replace(
      '{"parts":[{"functionResponse',
      '{"role": "user", "parts":[{"functionResponse',
    ),
  },
  {
    rule: 'absent-role',
    name: 'an empty role',
    after: 'vertex',
    line: contents(turn('', 'q'), turn('model', 'a')),
    at: ['{'],
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'request-only',
    name: 'settings of a request',
    after: 'vertex',
    line: `${contents(turn('user', 'q'), turn('model', 'a')).slice(0, -1)},"generationConfig":{"topK":1}}`,
    at: ['"topK"'],
  },
  {
    rule: 'newest-key',
    name: 'a key of the newest client library',
    after: 'vertex',
    line: contents(turn('user', 'q'), turn('model', 'a')).replace(
      '"text":"q"',
      '"text":"q","partMetadata":{}',
    ),
    at: ['"partMetadata"'],
    says: /Only Google's newest client library/,
  },
  {
    rule: 'role',
    name: 'no role, where the model speaks',
    after: 'vertex',
    line: contents({ parts: [{ text: 'q' }] }, { parts: [{ text: 'a' }] }),
    at: ['{'],
    says: /Must be "model"\.$/,
    fixed: '{"contents":[{"parts":[{"text":"q"}]},{"role": "model", "parts":[{"text":"a"}]}]}',
  },
  {
    rule: 'role',
    name: 'the result of a function under the role of other platforms',
    after: 'vertex',
    line: contents(turn('user', 'q'), call, { role: 'tool', parts: [given] }, turn('model', 'a')),
    at: ['"tool"'],
    says: /Unknown role "tool"\. Must be "user" or "model"\. Did you mean "user"/,
    fixed: contents(turn('user', 'q'), call, { role: 'user', parts: [given] }, turn('model', 'a')),
  },
  {
    rule: 'role',
    name: 'a preferred answer that is not the assistant’s',
    after: 'nothing',
    line: JSON.stringify({
      input: { messages: [{ role: 'user', content: 'q' }] },
      preferred_output: [{ role: 'user', content: 'a' }],
      non_preferred_output: [{ role: 'assistant', content: 'b' }],
    }),
    at: ['"user"'],
    says: /Unknown role "user"\. Must be "assistant"\.$/,
  },
  {
    rule: 'role',
    name: 'an answer that is not the model’s',
    after: 'nothing',
    line: JSON.stringify({
      contents: [turn('user', 'q')],
      completions: [
        { score: 1, completion: turn('assistant', 'a') },
        { score: 0, completion: { parts: [{ text: 'b' }] } },
      ],
    }),
    at: ['"assistant"', '{'],
    says: /Unknown role "assistant"\. Must be "model"\. Did you mean "model"\?/,
    fixed:
      '{"contents":[{"role":"user","parts":[{"text":"q"}]}],"completions":[{"score":1,"completion":{"role":"model","parts":[{"text":"a"}]}},{"score":0,"completion":{"role": "model", "parts":[{"text":"b"}]}}]}',
  },
  {
    rule: 'role',
    name: 'a role that nobody has',
    after: 'vertex',
    line: contents(turn('narrator', 'q'), turn('model', 'a')),
    at: ['"narrator"'],
    says: /Unknown role "narrator"\. Must be [^.]*\.$/,
  },
  {
    rule: 'role-order',
    name: 'the model first',
    after: 'vertex',
    line: contents(turn('model', 'q'), turn('user', 'p'), turn('model', 'a')),
    at: ['"model"'],
    says: /first turn must have the role "user"/,
    fixed: contents(turn('user', 'p'), turn('model', 'a')),
  },
  {
    rule: 'role-order',
    name: 'both turns at each other’s place, which a person must decide',
    after: 'vertex',
    line: contents(turn('model', 'a'), turn('user', 'q')),
    at: ['"model"'],
    says: /first turn must have the role "user"/,
  },
  {
    rule: 'role-order',
    name: 'the user’s last words, in two turns',
    after: 'vertex',
    line: contents(turn('user', 'q'), turn('model', 'a'), turn('user', 'thanks'), turn('user', 'bye')),
    at: ['"user"'],
    says: /last turn must have the role "(model|assistant)"/,
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'role-order',
    name: 'three of the model, joined without a change of their texts',
    after: 'vertex',
    line: `{"contents": [{"role": "user", "parts": [{"text": "q"}]}, {"role": "model", "parts": [{"text": "\\u0061"}]}, {"role": "model", "parts": []}, {"parts": [{"text": "b"}, {"text": "c"}], "role": "model"}]}`,
    at: ['"model"'],
    says: /Two consecutive "model" turns/,
    fixed: `{"contents": [{"role": "user", "parts": [{"text": "q"}]}, {"role": "model", "parts": [{"text": "\\u0061"}, {"text": "b"}, {"text": "c"}]}]}`,
  },
  {
    rule: 'role-order',
    name: 'two messages of the user',
    after: 'messages',
    line: '{"messages":[{"role":"user","content":"p \\"x\\""},{"role":"user","content":"q"},{"role":"model","content":"a"}]}',
    at: ['"user"'],
    fixed: '{"messages":[{"role":"user","content":"p \\"x\\"\\n\\nq"},{"role":"model","content":"a"}]}',
  },
  {
    rule: 'role-order',
    name: 'the user last',
    after: 'vertex',
    line: contents(turn('user', 'q')),
    at: ['"user"'],
    says: /last turn must have the role "(model|assistant)"/,
  },
  {
    rule: 'role-order',
    name: 'two of the user',
    after: 'vertex',
    line: contents(turn('user', 'q'), turn('user', 'p'), turn('model', 'a')),
    at: ['"user"'],
    says: /must alternate/,
    fixed: contents({ role: 'user', parts: [{ text: 'q' }, { text: 'p' }] }, turn('model', 'a')),
  },
  {
    rule: 'answer-place',
    name: 'a turn beside the turns',
    after: 'vertex',
    line: `{"contents": [{"role": "user", "parts": [{"text": "q"}]}], "completion": {"role": "model", "parts": [{"text": "\\u0061"}]}}`,
    at: ['"completion"'],
    says: /belongs at the end of "contents"/,
    fixed: `{"contents": [{"role": "user", "parts": [{"text": "q"}]}, {"role": "model", "parts": [{"text": "\\u0061"}]}]}`,
  },
  {
    rule: 'answer-place',
    name: 'a text before the messages',
    after: 'messages',
    line: '{"output":"a","messages":[{"role":"user","content":"q"}]}',
    at: ['"output"'],
    says: /belongs at the end of "messages"/,
    fixed: '{"messages":[{"role":"user","content":"q"},{"role": "model", "content": "a"}]}',
  },
  {
    rule: 'function-name',
    name: 'an empty one in a result',
    after: 'vertex',
    line: contents(
      { role: 'user', parts: [{ functionResponse: { name: '', response: {} } }] },
      turn('model', 'a'),
    ),
    at: ['""'],
  },
  {
    rule: 'function-name',
    name: 'white space in a call, which is no undeclared one besides',
    after: 'vertex',
    line: weather({ city: 'Bonn' }, ' '),
    at: ['" "'],
  },
  {
    rule: 'function-name',
    name: 'one that no service takes in a declaration',
    after: 'vertex',
    line: `${contents(turn('user', 'q'), turn('model', 'a')).slice(0, -1)},${JSON.stringify(tools('get weather')).slice(1)}`,
    at: ['"get weather"'],
    says: /isn't allowed/,
  },
  {
    rule: 'function-name',
    name: 'one that Google takes and OpenAI does not',
    after: 'openai',
    line: openaiWeather({ city: 'Bonn' }).replaceAll('get_weather', 'weather.get'),
    at: ['"weather.get"'],
    says: /OpenAI accepts/,
  },
  {
    rule: 'duplicate-function',
    name: 'in two lists',
    after: 'vertex',
    line: JSON.stringify({
      ...JSON.parse(contents(turn('user', 'q'), turn('model', 'a'))),
      tools: [...tools('f').tools, { functionDeclarations: [{ name: 'g' }, { name: 'f' }] }],
    }),
    at: ['"f"'],
    says: /declared twice/,
  },
  {
    rule: 'undeclared-function',
    name: 'beside another one',
    after: 'vertex',
    line: `${contents(turn('user', 'q'), call).slice(0, -1)},${JSON.stringify(tools('g')).slice(1)}`,
    at: ['"f"'],
    says: /"f" is called here but isn't declared/,
  },
  {
    rule: 'undeclared-function',
    name: 'in nearly the right words',
    after: 'vertex',
    line: weather({ city: 'Bonn' }, 'get_wether'),
    at: ['"get_wether"'],
    fixed: weather({ city: 'Bonn' }),
  },
  {
    rule: 'function-response',
    name: 'of another function',
    after: 'vertex',
    line: givenBack('get_whether'),
    at: ['"get_whether"'],
    says: /The previous turn has no unanswered call of "get_whether"/,
    fixed: givenBack('get_weather'),
  },
  {
    rule: 'function-response',
    name: 'one for two calls',
    after: 'vertex',
    line: givenBack('get_weather', 2),
    at: ['"get_weather"'],
    says: /^The previous turn has 2 calls, but this turn has 1 response\./,
  },
  {
    rule: 'function-response',
    name: 'none at all',
    after: 'vertex',
    line: givenBack(undefined),
    at: ['"get_weather"'],
    says: /The call of "get_weather" has no response in the next turn/,
  },
  {
    rule: 'call-arguments',
    name: 'a number in a text',
    after: 'vertex',
    line: weather({ city: 'Bonn', days: '3' }),
    at: ['"3"'],
    says: /Call of "get_weather": "days" must be an integer or null, not a string/,
    fixed: weather({ city: 'Bonn', days: 3 }),
  },
  {
    rule: 'call-arguments',
    name: 'a misspelt argument that is required',
    after: 'vertex',
    line: weather({ citty: 'Bonn' }),
    at: ['"citty"'],
    says: /"citty" isn't declared \(did you mean "city"\?\)/,
    fixed: weather({ city: 'Bonn' }),
  },
  {
    rule: 'call-arguments',
    name: 'a required argument that is missing',
    after: 'vertex',
    line: weather({ days: 3 }),
    at: ['{"days":3}'],
    says: /"city" is missing/,
  },
  {
    rule: 'call-arguments',
    name: 'a word that is none of those allowed, inside a list',
    after: 'vertex',
    line: weather({ city: 'Bonn', units: ['metric', 'Imperial'] }),
    at: ['"Imperial"'],
    says: /"units\[1\]" must be "metric" or "imperial"/,
    fixed: weather({ city: 'Bonn', units: ['metric', 'imperial'] }),
  },
  {
    rule: 'call-arguments',
    name: 'in OpenAI’s text of JSON',
    after: 'openai',
    line: openaiWeather({ city: 'Bonn', days: '3' }),
    at: [JSON.stringify(JSON.stringify({ city: 'Bonn', days: '3' }))],
    fixed: openaiWeather({ city: 'Bonn', days: 3 }),
  },
  {
    rule: 'schema-types',
    name: 'in small letters, once for each line',
    after: 'vertex',
    line: `${contents(turn('user', 'q'), call).slice(0, -1)},${JSON.stringify(tools('f', 'object')).slice(1)}`,
    at: ['"object"'],
    says: /"OBJECT"/,
    fixed: `${contents(turn('user', 'q'), call).slice(0, -1)},${JSON.stringify(tools('f')).slice(1)}`,
  },
  {
    rule: 'thoughts',
    name: 'in a tag',
    line: '{"text_input": "q", "output": "<think>They ask.\\n</think>\\n\\nBread."}',
    at: ['<think>They ask.\\n</think>\\n\\n'],
    says: /write them in its responses/,
    fixed: '{"text_input": "q", "output": "Bread."}',
  },
  {
    rule: 'thoughts',
    name: 'of which only the end is there',
    line: '{"text_input": "q", "output": "They ask.\\n</think>\\n\\nBread."}',
    at: ['They ask.\\n</think>\\n\\n'],
    fixed: '{"text_input": "q", "output": "Bread."}',
  },
  ...[
    [
      'Close the block with </think> before the answer.',
      'Close the block with </think> ',
      'their end in prose',
    ],
    ['Use <think> first.\\n</think>\\nBread.', '<think> first.\\n</think>\\n', 'with their start in prose'],
    ['Write </think>\\nand go on.', 'Write </think>\\n', 'their end at the end of a line of prose'],
  ].map(([text, at = '', name = '']) => ({
    rule: 'thoughts',
    name: `${name}, which a person must look at`,
    line: `{"text_input": "q", "output": "${text}"}`,
    at: [at],
    isAsked: true,
  })),
  ...[
    ['[THINK]They ask.[/THINK]', 'in brackets'],
    ['◁think▷They ask.◁/think▷', 'in triangles'],
    ['<|begin_of_thought|>They ask.<|end_of_thought|>', 'in tokens'],
    ['<seed:think>They ask.</seed:think>', 'in a tag with a prefix'],
  ].map(([text = '', name = '']) => ({
    rule: 'thoughts',
    name,
    line: `{"text_input": "q", "output": "${text}Bread."}`,
    at: [text],
    fixed: '{"text_input": "q", "output": "Bread."}',
  })),
  {
    rule: 'thoughts',
    name: 'as a part',
    after: 'vertex',
    line: contents(turn('user', 'q'), {
      role: 'model',
      parts: [{ text: 't', thought: true }, { text: 'a' }],
    }),
    at: ['{"text":"t","thought":true}'],
    fixed: contents(turn('user', 'q'), turn('model', 'a')),
  },
  {
    rule: 'equal-scores',
    name: 'neither is better',
    after: 'nothing',
    line: pairOf(1, 'a', 'b'),
    at: ['1'],
    says: /same score/,
  },
  {
    rule: 'equal-answers',
    name: 'nothing to prefer',
    after: 'nothing',
    line: pairOf(0, 'a', 'a'),
    at: ['"a"'],
    says: /The two responses are identical/,
  },
  {
    rule: 'equal-answers',
    name: 'the same in two ways of writing it',
    after: 'nothing',
    line: JSON.stringify({
      input: { messages: [asked] },
      preferred_output: [told],
      non_preferred_output: [{ ...told, content: [{ type: 'text', text: told.content }] }],
    }),
    at: ['"Three."'],
  },
  {
    rule: 'role-order',
    name: 'a late system message',
    after: 'messages',
    line: '{"messages":[{"role":"user","content":"q"},{"role":"system","content":"s"},{"role":"model","content":"a"}]}',
    at: ['"system"'],
    says: /Only the first/,
  },
  {
    rule: 'empty-text',
    name: 'white space alone',
    line: '{"text_input": "a", "output": " \\n"}',
    at: ['" \\n"'],
    says: /The model's text contains only whitespace/,
  },
  {
    rule: 'empty-text',
    name: 'nothing',
    line: '{"text_input": "", "output": "b"}',
    at: ['""'],
    says: /The user's text is empty/,
  },
  {
    rule: 'outer-whitespace',
    name: 'on both sides, escaped',
    line: '{"text_input": " a", "output": "b\\n\\u0020"}',
    at: [' ', '\\n\\u0020'],
    fixed: example,
  },
  {
    rule: 'length-limit',
    name: 'from the first character too many',
    line: JSON.stringify({ text_input: `${'x'.repeat(39_999)}\nyz`, output: 'b' }),
    at: ['yz'],
    says: /40,002 characters/,
  },
  {
    rule: 'length-limit',
    name: 'characters, not UTF-16 units',
    line: JSON.stringify({ text_input: 'ä'.repeat(40_000), output: '😀'.repeat(5_001) }),
    at: ['😀'],
    says: /5,001 characters/,
  },
  {
    rule: 'token-limit',
    name: 'more than the model takes, by the counter',
    after: 'vertex',
    line: contents(turn('user', 'q'), turn('model', 'So it goes on. '.repeat(40_000).trim())),
    at: [JSON.stringify('So it goes on. '.repeat(40_000).trim())],
    says: /has 160,001 tokens. Gemini 3.5 Flash supports up to 131,072/,
    options: { countTokens: (text) => text.split(' ').length },
  },
  {
    rule: 'token-limit',
    name: 'nothing without a counter, whatever the length lets guess',
    after: 'vertex',
    line: contents(turn('user', 'q'), turn('model', 'So it goes on. '.repeat(400_000).trim())),
    at: [],
  },
  {
    rule: 'token-limit',
    name: 'the declarations of functions count, and are marked',
    after: 'vertex',
    line: `${contents(turn('user', 'q'), turn('model', 'a')).slice(0, -1)},${JSON.stringify(tools('f'.repeat(140_000))).slice(1)}`,
    at: ['"q"'],
    says: /has ≈ 140,\d+ tokens/,
    options: { countTokens: (text) => text.length },
  },
  {
    rule: 'repetition',
    name: 'the same words two hundred times',
    line: JSON.stringify({ text_input: 'a', output: `So:${'on and on… '.repeat(200)}` }),
    at: ['on and on… '.repeat(200)],
  },
  {
    rule: 'secret',
    name: 'a key',
    line: `{"text_input": "use ${key}\\n", "output": "b"}`,
    at: [key],
    says: /an AWS access key/,
    fixed: '{"text_input": "use [SECRET]\\n", "output": "b"}',
  },
  {
    rule: 'personal-data',
    name: 'addresses, cards, accounts and phones',
    line: '{"text_input": "ann@example.org 4111 1111 1111 1111 GB82 WEST 1234 5698 7654 32 +41 44 668 18 00", "output": "4111 1111 1111 1112"}',
    at: ['ann@example.org', '4111 1111 1111 1111', 'GB82 WEST 1234 5698 7654 32', '+41 44 668 18 00'],
    fixed: '{"text_input": "[EMAIL] [CARD] [IBAN] [PHONE]", "output": "4111 1111 1111 1112"}',
    options: onPersonal,
  },
  {
    rule: 'duplicate-example',
    name: 'in another order and spelling',
    line: '{ "output": "\\u0032", "text_input": "1" }',
    at: ['{ "output": "\\u0032", "text_input": "1" }'],
    says: /Duplicate of line 1\./,
    fixed: '',
  },
  {
    rule: 'conflicting-examples',
    name: 'the same question',
    line: '{"text_input":"1","output":"3"}',
    at: ['{"text_input":"1","output":"3"}'],
    says: /different output on line 1/,
  },
];

function read({ line, after = 'gemini', options }: Case): { document: DatasetDocument; first: number } {
  const lines = good[after];
  return { document: DatasetDocument.read([...lines, line].join('\n'), options), first: lines.length };
}

function fixesOf(document: DatasetDocument, rule: string, options: DocumentOptions = {}): TextEdit[] {
  return fixAll(document, { wanted: (problem) => problem.rule === rule, document: options });
}

/** In the tests of their own below; `invalid-utf8`, which needs bytes, in fileScan.test.ts. */
const SHOWN_ELSEWHERE = [
  'not-json-lines',
  'foreign-format',
  'nothing-to-tune-on',
  'leakage',
  'few-examples',
  'class-imbalance',
  'target-format',
  'file-limit',
  'invalid-utf8',
  'line-size',
  'near-duplicate',
  // in media.test.ts
  'media-type',
  'media-type-doubt',
  'media-source',
  'media-side',
  'media-settings',
  'media-limit',
  'media-resolution',
  // in storedFiles.test.ts
  'stored-file',
  'stored-file-doubt',
  // in e2e/evaluation.test.ts
  'wrong-answer',
];

describe('rules', () => {
  for (const each of cases) {
    it(`${each.rule}: ${each.name}`, () => {
      const { document, first } = read(each);
      const found = document.problems().filter(({ rule, line }) => rule === each.rule && line >= first);
      assert.deepEqual(
        found.map(({ range }) => each.line.slice(range.start, range.end)),
        each.at,
      );
      if (each.says) assert.match(found[0]?.message ?? '', each.says);
      const edits = fixesOf(document, each.rule, each.options);
      if (each.fixed === undefined) {
        assert.deepEqual(edits, []);
        const fixes = found.flatMap((problem) => document.fixes(problem));
        if (each.isAsked)
          assert.deepEqual(
            fixes.map(({ asksPerson }) => asksPerson),
            [true],
          );
        return;
      }
      document.apply(edits);
      const fixed = Array.from(
        { length: document.lineCount - first },
        (_, i) => document.line(first + i)?.text,
      );
      assert.equal(fixed.join('\n'), each.fixed);
      assert.deepEqual(
        document.problems().filter(({ rule }) => rule === each.rule),
        [],
      );
    });
  }

  /** One mistake is one problem: what follows from it is not reported again. */
  const alone: readonly [name: string, rule: string, line: string][] = [
    [
      'a role of another platform',
      'role',
      contents(turn('user', 'q'), call, { role: 'function', parts: [given] }, turn('model', 'a')),
    ],
    [
      'a role that nobody has',
      'role',
      contents(turn('user', 'q'), turn('model', 'a'), turn('narrator', 'p'), turn('model', 'b')),
    ],
    ['a missing role of the model', 'role', contents(turn('user', 'q'), { parts: [{ text: 'a' }] })],
    [
      'an answer beside the turns',
      'answer-place',
      JSON.stringify({ contents: [turn('user', 'q')], completion: 'a' }),
    ],
    ['turns in the wrong order', 'role-order', contents(turn('model', 'a'), turn('user', 'q'))],
    [
      'turns in a row',
      'role-order',
      contents(turn('user', 'q'), turn('user', 'p'), turn('user', 'o'), turn('model', 'a')),
    ],
  ];
  for (const [name, rule, line] of alone) {
    it(`${name} is one problem`, () => {
      const declared = `${line.slice(0, -1)},${JSON.stringify(tools('f')).slice(1)}`;
      const found = DatasetDocument.read(declared, { severities: { 'few-examples': 'off' } }).problems();
      assert.deepEqual(
        found.map((problem) => problem.rule),
        [rule],
      );
    });
  }

  it('a value of the wrong type, and a call without an id, is one error in OpenAI’s format', () => {
    const user = { role: 'user', content: 'q' };
    const named = { type: 'function', function: { name: 'f', arguments: '{}' } };
    for (const messages of [
      [user, { role: 'assistant', content: 5 }],
      [
        user,
        { role: 'assistant', tool_calls: [named] },
        { role: 'tool', tool_call_id: 'a', content: 'x' },
        { role: 'assistant', content: 'r' },
      ],
    ]) {
      const errors = DatasetDocument.read(JSON.stringify({ messages }))
        .problems()
        .filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        errors.map(({ rule }) => rule),
        ['schema'],
        JSON.stringify(errors),
      );
    }
  });

  it('what Google documents is at most a hint: turns without a role, results of functions among them', () => {
    for (const line of [
      contents({ parts: [{ text: 'q' }] }, turn('model', 'a')),
      contents(turn('user', 'q'), call, { parts: [given] }, turn('model', 'a')),
    ]) {
      const declared = `${line.slice(0, -1)},${JSON.stringify(tools('f')).slice(1)}`;
      const found = DatasetDocument.read(declared, { severities: { 'few-examples': 'off' } }).problems();
      assert.deepEqual(
        found.map(({ rule }) => rule),
        ['absent-role'],
        line,
      );
    }
  });

  it('two turns at each other’s place: turns or roles can be swapped', () => {
    const document = DatasetDocument.read(contents(turn('model', 'a'), turn('user', 'q')));
    const [problem] = document.problems().filter(({ rule }) => rule === 'role-order');
    const fixes = problem ? document.fixes(problem) : [];
    const after = fixes.map(({ edits }) => {
      const own = DatasetDocument.read(contents(turn('model', 'a'), turn('user', 'q')));
      own.apply(edits);
      return own.line(0)?.text;
    });
    assert.deepEqual(after, [
      contents(turn('user', 'q'), turn('model', 'a')),
      contents(turn('user', 'a'), turn('model', 'q')),
    ]);
  });

  it('a key that nobody knows can be removed, by a person only', () => {
    const document = DatasetDocument.read('{"text_input": "a", "comment": "", "output": "b"}');
    const [problem] = document.problems().filter(({ rule }) => rule === 'schema');
    const [fix] = problem ? document.fixes(problem) : [];
    document.apply(fix?.edits ?? []);
    assert.equal(document.line(0)?.text, '{"text_input": "a", "output": "b"}');
  });

  it('several pairs of answers to one prompt are normal, unless they contradict each other', () => {
    const rulesOf = (...lines: string[]) =>
      DatasetDocument.read(lines.join('\n'))
        .problems()
        .filter(({ rule }) => rule !== 'few-examples')
        .map(({ rule, line }) => `${rule} ${line}`);
    const [ab, ac, ba] = [pairOf(0, 'a', 'b'), pairOf(0, 'a', 'c'), pairOf(0, 'b', 'a')];
    const swapped = JSON.stringify({
      contents: [turn('user', 'q')],
      completions: JSON.parse(ab).completions.reverse(),
    });
    assert.deepEqual(rulesOf(ab, ac), []);
    assert.deepEqual(rulesOf(ab, ac, ba), ['conflicting-examples 0', 'conflicting-examples 2']);
    assert.deepEqual(rulesOf(ab, swapped), ['duplicate-example 1']);
    assert.deepEqual(rulesOf(swapped, ba), ['conflicting-examples 0', 'conflicting-examples 1']);
    const document = DatasetDocument.read([ab, ac, ba].join('\n'));
    document.apply([
      { range: { start: { line: 2, character: 0 }, end: { line: 2, character: ba.length } }, text: '' },
    ]);
    assert.equal(
      document.problems().some(({ rule }) => rule === 'conflicting-examples'),
      false,
    );
  });

  it('too-deep: not in files that are no training data', () => {
    const deep = `{"a": ${'['.repeat(100)}${']'.repeat(100)}}`;
    assert.deepEqual(DatasetDocument.read(`${deep}\n{"level":"info"}`).problems(), []);
  });

  it('marks a later instance at its own place, whatever stands before it', () => {
    const line = '{"instruction": "i", "instances": [null, {"input": "", "output": " a"}]}';
    const [problem] = DatasetDocument.read(line)
      .problems()
      .filter(({ rule }) => rule === 'outer-whitespace');
    assert.equal(problem?.range.start, line.indexOf(' a"'));
  });

  it('leakage: the same input in the other file', () => {
    const document = DatasetDocument.read(`${good.gemini.join('\n')}\n${example}`);
    const other = DatasetDocument.read('{"output": "other", "text_input": "a"}');
    document.pairWith({ name: 'validation.jsonl', inputs: { has: (key) => other.hasInput(key) } });
    const found = document.problems().filter(({ rule }) => rule === 'leakage');
    assert.deepEqual(
      found.map(({ line, message }) => [line, message]),
      [[2, 'The same input is in validation.jsonl.']],
    );
    document.apply(fixesOf(document, 'leakage'));
    assert.equal(
      document.problems().some(({ rule }) => rule === 'leakage'),
      false,
    );
  });

  it('target-format and file-limit: only of a target that somebody chose', () => {
    const limit = { value: 1, asOf: '2026', source: 'this test' };
    const small = {
      id: 'small',
      label: 'Small',
      service: 'vertexAi',
      formats: ['vertexContents'],
      rows: limit,
    } as const;
    const options: DocumentOptions = { target: 'small', addedTargets: [small] };
    const rulesOf = (document: DatasetDocument) =>
      document.problems().map(({ rule, message }) => `${rule}: ${message}`);
    assert.deepEqual(rulesOf(DatasetDocument.read(good.vertex.join('\n'), options)), [
      'file-limit: The file has 2 examples. Small supports up to 1.',
    ]);
    assert.deepEqual(rulesOf(DatasetDocument.read(example, options)), [
      'target-format: The file is in Gemini API (text_input, output) format. Small supports Vertex AI (contents).',
    ]);
  });

  it('near-duplicate: the line above that is nearly the same', () => {
    const words =
      'Please tell me in one short sentence what the capital of this country is and why it was chosen' +
      ' by the people who lived there when the country was founded many years ago, and what they thought of it';
    const line = (text: string, answer: string) => JSON.stringify({ text_input: text, output: answer });
    const others = Array.from({ length: 300 }, (_, i) =>
      line(`${i} ${i * 7} ${i * 13} and ${i * 31}`, `${i * 3}`),
    );
    const texts = [
      ...others,
      line(words, 'Paris'),
      line(words.replace('short', 'brief'), 'Paris'),
      line(words, 'Paris'),
    ];
    const document = DatasetDocument.read(texts.join('\n'));
    const problems = nearDuplicateProblems(document);
    assert.deepEqual(
      problems.map(({ line, related }) => [line, related?.[0]?.line]),
      [[301, 300]],
    );
    assert.match(problems[0]?.message ?? '', /^8\d% similar to line 301\.$/);
    for (const problem of problems) document.apply(document.fixes(problem)[0]?.edits ?? []);
    assert.deepEqual(nearDuplicateProblems(document), []);
  });

  it('few-examples: on the first line', () => {
    const [problem] = DatasetDocument.read(example).problems();
    assert.deepEqual(
      [problem?.rule, problem?.line, problem?.range],
      ['few-examples', 0, { start: 0, end: example.length }],
    );
    assert.match(problem?.message ?? '', /1 example\. .* at least 20/);
  });

  it('class-imbalance: the frequent and the rare answer', () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `{"text_input":"t${i}","output":"${i === 7 ? 'no' : 'yes'}"}`,
    );
    const [problem] = DatasetDocument.read(lines.join('\n')).problems();
    assert.equal(problem?.rule, 'class-imbalance');
    assert.match(problem?.message ?? '', /"yes" appears 39 times, "no" only once/);
    const even = lines.map((line, i) => line.replace(/yes|no/, i % 2 ? 'yes' : 'no'));
    assert.deepEqual(DatasetDocument.read(even.join('\n')).problems(), []);
  });

  it('a value over several lines, and a list of examples, are put on lines', () => {
    const pretty = JSON.stringify([JSON.parse(example), { text_input: 'c', output: 'd' }], undefined, 2);
    const document = DatasetDocument.read(`${pretty}\n`);
    assert.match(document.problemsAt(0)[0]?.message ?? '', /one JSON array of 2 examples/);
    document.apply(fixesOf(document, 'not-json-lines'));
    const texts = Array.from({ length: document.lineCount }, (_, i) => document.line(i)?.text);
    assert.deepEqual(texts, ['{"text_input":"a","output":"b"}', '{"text_input":"c","output":"d"}', '']);
    assert.equal(document.format?.id, 'geminiApi');
  });

  it('a value over several lines in the middle of a file is put on a line', () => {
    const pretty = JSON.stringify(JSON.parse(example), undefined, 2);
    const document = DatasetDocument.read(`${example}\n${pretty}\n`);
    assert.match(document.problemsAt(1)[0]?.message ?? '', /spread over several lines/);
    document.apply(fixesOf(document, 'invalid-json'));
    assert.equal(document.line(1)?.text, '{"text_input":"a","output":"b"}');
  });

  it('are all shown above', () => {
    const shown = new Set([...cases.map(({ rule }) => rule), ...SHOWN_ELSEWHERE]);
    assert.deepEqual(
      rules.map(({ id }) => id).filter((id) => !shown.has(id)),
      [],
    );
    const mended = new Set(cases.filter(({ fixed }) => fixed !== undefined).map(({ rule }) => rule))
      .add('not-json-lines') // in fileShapes.test.ts
      .add('foreign-format')
      .add('request-only') // in contract/trainingRow.test.ts, for a person is asked
      .add('media-type') // in media.test.ts
      .add('media-type-doubt')
      .add('media-source')
      .add('leakage')
      .add('near-duplicate');
    assert.deepEqual(
      rules.filter(({ fix, id }) => fix && !mended.has(id)).map(({ id }) => id),
      [],
    );
  });

  it('have severities that settings change', () => {
    const options: DocumentOptions = { severities: { 'empty-text': 'off', 'few-examples': 'hint' } };
    const document = DatasetDocument.read('{"text_input": "a", "output": ""}', options);
    assert.deepEqual(
      document.problems().map(({ rule, severity }) => [rule, severity]),
      [['few-examples', 'hint']],
    );
  });
});
