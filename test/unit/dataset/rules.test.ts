import assert from 'node:assert/strict';
import { DatasetDocument } from '../../../src/dataset/document';

/** The one problem of a line in a file of good examples, as `rule|text at the place|message`. */
function problemsOf(line: string, others: string, options = {}): string[] {
  const document = DatasetDocument.read(`${others}\n${line}`, options);
  return document
    .problemsAt(document.lineCount - 1)
    .map(({ rule, range, message }) => `${rule}|${line.slice(range.start, range.end)}|${message}`);
}

const gemini = ['{"text_input":"1","output":"2"}', '{"text_input":"2","output":"3"}'].join('\n');
const turn = (role: string, text: string) => ({ role, parts: [{ text }] });
const contents = (...turns: unknown[]) => JSON.stringify({ contents: turns });
const vertex = [1, 2].map((n) => contents(turn('user', `q${n}`), turn('model', `a${n}`))).join('\n');

describe('rules on one line', () => {
  const cases: [name: string, line: string, others: string, expected: string[]][] = [
    [
      'a truncated line',
      '{"text_input": "a", "output": "b',
      gemini,
      ['invalid-json|"b|The line ends inside a text: the closing quote is missing.'],
    ],
    [
      'a trailing comma',
      '{"text_input": "a", "output": "b",}',
      gemini,
      ['invalid-json|,|There is a comma too many before “}”.'],
    ],
    [
      'a Python dict',
      "{'text_input': 'a', 'output': 'b'}",
      gemini,
      [
        "invalid-json|'text_input'|Texts and keys stand in double quotes in JSON, not in single ones. This looks like a Python dict.",
      ],
    ],
    [
      'two values',
      '{"text_input":"a","output":"b"} {"text_input":"c","output":"d"}',
      gemini,
      [
        'invalid-json|{"text_input":"c","output":"d"}|A second value starts on this line. Each line holds one example.',
      ],
    ],
    [
      'a misspelt key',
      '{"text_inputs": "a", "output": "b"}',
      gemini,
      ['misspelt-key|"text_inputs"|“text_inputs” is no key of this format. Did you mean “text_input”?'],
    ],
    [
      'a wrong-case key',
      '{"text_input": "a", "Output": "b"}',
      gemini,
      ['misspelt-key|"Output"|“Output” is no key of this format. Did you mean “output”?'],
    ],
    [
      'a missing key',
      '{"text_input": "a"}',
      gemini,
      ['schema|{|The key “output” is missing in the example.'],
    ],
    ['a wrong type', '{"text_input": "a", "output": 5}', gemini, ['schema|5|“output” must be a text.']],
    [
      'an empty text',
      '{"text_input": "a", "output": " "}',
      gemini,
      [`empty-text|" "|The model's text is only white space.`],
    ],
    [
      'a key that stands twice',
      '{"text_input": "a", "output": "b", "output": "c"}',
      gemini,
      ['duplicate-key|"output"|The key “output” stands twice in this object.'],
    ],
    ['a list', '[1]', gemini, ['not-an-object|[1]|Each line must hold one object {…}; this is a list.']],
    [
      'a part with an unknown key, deep inside',
      contents(turn('user', 'q'), { role: 'model', parts: [{ txt: 'a' }] }),
      vertex,
      ['misspelt-key|"txt"|“txt” is no key of “contents[1].parts[0]”. Did you mean “text”?'],
    ],
    [
      "another platform's role",
      contents(turn('user', 'q'), turn('assistant', 'a')),
      vertex,
      ['role|"assistant"|The role must be "user" or "model", not "assistant". Did you mean "model"?'],
    ],
    [
      'the model first',
      contents(turn('model', 'q'), turn('user', 'p'), turn('model', 'a')),
      vertex,
      [`role-order|"model"|The first turn must be the user's ("user").`],
    ],
    [
      'the user last',
      contents(turn('user', 'q')),
      vertex,
      [`role-order|"user"|The last turn must be the model's: it is what the model learns to say ("model").`],
    ],
  ];
  for (const [name, line, others, expected] of cases) {
    it(name, () => assert.deepEqual(problemsOf(line, others), expected));
  }

  it('texts longer than the Gemini API takes, from the first character too many', () => {
    const fits = JSON.stringify({ text_input: 'ä'.repeat(40_000), output: '😀'.repeat(5_000) });
    assert.deepEqual(problemsOf(fits, gemini), []);
    const long = JSON.stringify({ text_input: `${'x'.repeat(39_999)}\nyz`, output: 'ok' });
    assert.deepEqual(problemsOf(long, gemini), [
      'length-limit|yz|The input is 40,002 characters long; Gemini API tuned models takes 40,000.',
    ]);
    const longOutput = JSON.stringify({ text_input: 'a', output: '😀'.repeat(5_001) });
    assert.deepEqual(problemsOf(longOutput, gemini), [
      'length-limit|😀|The output is 5,001 characters long; Gemini API tuned models takes 5,000.',
    ]);
  });

  it('severities are settings', () => {
    const options = { severities: { 'empty-text': 'off' } };
    assert.deepEqual(problemsOf('{"text_input": "a", "output": ""}', gemini, options), []);
  });

  it('a misspelt key is mended in one step', () => {
    const document = DatasetDocument.read(`${gemini}\n{"text_inputs": "a", "output": "b"}`);
    const [problem] = document.problemsAt(2);
    assert.ok(problem);
    const [fix] = document.fixes(problem);
    document.apply(fix?.edits ?? []);
    assert.equal(document.line(2)?.text, '{"text_input": "a", "output": "b"}');
    assert.equal(document.problemCount, 0);
  });
});
