import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const fixtures = 'test/fixtures/data';

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, CI: '' },
  });
  return { status, out: stdout, err: stderr };
}

function check(...args: string[]): ReturnType<typeof run> {
  return run('check', ...args);
}

describe('tunewright check', () => {
  let folder = '';
  let bad = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-cli-'));
    bad = join(folder, 'bad.jsonl');
    writeFileSync(bad, '{"text_input": "a", "output": "b"}\n\n{"text_input": "😀", "output": "c",}\n');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('writes the JSON that its users read, lines and columns from 1', () => {
    const { status, out } = check(bad, `${fixtures}/palm_gemini_faq.jsonl`, '--format', 'json');
    assert.equal(status, 1);
    const { files } = JSON.parse(out);
    assert.equal(files.length, 2);
    const [first, second] = files;
    assert.deepEqual(
      {
        ...first,
        statistics: undefined,
        problems: first.problems.filter(({ kind }: { kind: string }) => kind === 'json'),
      },
      {
        path: bad,
        format: 'gemini_api',
        lines: 3,
        examples: 1,
        statistics: undefined,
        problems: [
          {
            line: 3,
            column: 35,
            endLine: 3,
            endColumn: 36,
            severity: 'error',
            kind: 'json',
            rule: 'invalid-json',
            message: 'Unexpected comma before "}".',
          },
        ],
      },
    );
    assert.equal(first.statistics.blankLines, 1);
    assert.deepEqual([second.format, second.lines, second.examples, second.problems], ['palm', 14, 14, []]);
  });

  it('counts tokens exactly, or says that it does not and what is left out', () => {
    const turn = (role: string, ...parts: object[]) => ({ role, parts });
    const text = { text: 'What is your name?' };
    const answer = turn('model', text);
    const tokensOf = (name: string, line: object) => {
      const file = join(folder, name);
      writeFileSync(file, `${JSON.stringify(line)}\n\n{"a": 1}\n`);
      return JSON.parse(check(file, '--format', 'json').out).files[0].statistics.tokens;
    };
    const plain = { contents: [turn('user', text), answer] };
    // Google has published that this text has 5 tokens.
    assert.deepEqual(tokensOf('plain.jsonl', plain), { total: 10, exact: true, notCounted: [] });
    const file = { fileData: { mimeType: 'image/png', fileUri: 'gs://b/a.png' } };
    // A picture has 1,120 tokens in Gemini 3.5 Flash; how long a sound in a bucket is, nobody here knows.
    assert.deepEqual(tokensOf('picture.jsonl', { contents: [turn('user', text, file), answer] }), {
      total: 1130,
      exact: false,
      notCounted: [],
    });
    const sound = { fileData: { mimeType: 'audio/mpeg', fileUri: 'gs://b/a.mp3' } };
    assert.deepEqual(tokensOf('sound.jsonl', { contents: [turn('user', text, sound), answer] }), {
      total: 10,
      exact: false,
      notCounted: ['files'],
    });
    const more: readonly object[] = [
      { ...plain, tools: [{ functionDeclarations: [{ name: 'find' }] }] },
      { contents: [turn('user', text), turn('model', { functionCall: { name: 'find', args: {} } }, text)] },
      { contents: [turn('user', { functionResponse: { name: 'find', response: { a: 1 } } }, text), answer] },
      { contents: [turn('user', text), turn('model', { text: 'A thought.', thought: true }, text)] },
    ];
    for (const line of more) {
      const { total, exact } = tokensOf('more.jsonl', line);
      assert.ok(total > 12, `${total} tokens: ${JSON.stringify(line)}`);
      assert.equal(exact, false);
    }
    const system = { role: 'system', content: text.text };
    const messages = [
      system,
      { role: 'user', content: text.text },
      { role: 'assistant', content: text.text },
    ];
    assert.deepEqual(tokensOf('openai.jsonl', { messages }), { total: 15, exact: true, notCounted: [] });
  });

  it('ends with 0, 1 or 2', () => {
    assert.equal(check(`${fixtures}/palm_gemini_faq.jsonl`).status, 0);
    assert.equal(check(bad).status, 1);
    assert.equal(check(join(folder, 'nowhere.jsonl')).status, 2);
    assert.equal(check().status, 2);
    assert.equal(check(bad, '--target', 'gpt-4').status, 2);
    assert.equal(check(bad, '--format', 'yaml').status, 2);
  });

  it('holds a file to the target', () => {
    const { status, out } = check(`${fixtures}/palm_gemini_faq.jsonl`, '--target', 'gemini-2.5-flash');
    assert.equal(status, 1);
    assert.match(out, /:1:1: error: .*\[target-format\]/);
  });

  describe('with a target', () => {
    const cases = 'test/fixtures/cases';
    for (const [file, says] of [
      ['nothing-to-tune-on/empty.jsonl', /has no examples/],
      ['nothing-to-tune-on/blank.jsonl', /has no examples/],
      ['nothing-to-tune-on/mostly-foreign.jsonl', /11 of 20 lines aren.t examples .* first is line 10\./],
      ['automl-export/classes.jsonl', /No line is an example .* AutoML/],
      ['sharegpt/chat.jsonl', /Gemini 2\.5 Flash can be tuned on: .* ShareGPT.* Convert it/],
      ['sharegpt/tools.jsonl', /ShareGPT/],
      ['text-column/chatml.jsonl', /Text column with a chat template/],
      ['text-column/human.jsonl', /Text column with a chat template/],
      ['json-array/array.jsonl', /one JSON array of 5 examples\. Each example must be on its own line\./],
      ['json-array/body.jsonl', /one JSON request of 5 examples/],
      ['json-array/pretty.jsonl', /one JSON array of 2 examples/],
      ['csv-named-jsonl/train.jsonl', /CSV with the columns "text_input" and "output"/],
      ['utf-16/le-mark.jsonl', /UTF-16 \(little-endian\)/],
      ['utf-16/be-mark.jsonl', /UTF-16 \(big-endian\)/],
      ['utf-16/le-no-mark.jsonl', /UTF-16 \(little-endian\)/],
    ] as const) {
      it(`${file} is refused with one problem`, () => {
        const { status, out } = check(`${cases}/${file}`, '--target', 'gemini-2.5-flash', '--format', 'json');
        const [{ problems }] = JSON.parse(out).files;
        assert.equal(status, 1);
        assert.deepEqual(problems.length, 1, JSON.stringify(problems));
        assert.match(problems[0].message, says);
      });
    }
  });

  it('stays silent without one on what is no dataset, except in CI', () => {
    const foreign = [
      'text-column/chatml.jsonl',
      'automl-export/classes.jsonl',
      'nothing-to-tune-on/empty.jsonl',
      'nothing-to-tune-on/mostly-foreign.jsonl',
      'json-array/array.jsonl',
    ];
    for (const file of foreign) {
      const path = `test/fixtures/cases/${file}`;
      const { status, out } = check(path, '--format', 'json');
      assert.deepEqual([status, JSON.parse(out).files[0].problems], [0, []]);
      const inCi = spawnSync(process.execPath, ['dist/cli.js', 'check', path], {
        env: { ...process.env, CI: 'true' },
      });
      assert.equal(inCi.status, 1, file);
    }
    assert.equal(check('test/fixtures/cases/utf-16/le-mark.jsonl').status, 1);
    assert.equal(check('test/fixtures/cases/csv-named-jsonl/train.jsonl').status, 1);
  });

  it('speaks to GitHub and to readers of SARIF', () => {
    assert.match(
      check(bad, '--format', 'github').out,
      /^::error file=.*bad\.jsonl,line=3,endLine=3,col=35,endColumn=36,title=invalid-json::Unexpected comma/m,
    );
    const [run] = JSON.parse(check(bad, '--format', 'sarif').out).runs;
    const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'invalid-json');
    assert.deepEqual(result.locations[0].physicalLocation.region, {
      startLine: 3,
      startColumn: 35,
      endLine: 3,
      endColumn: 36,
    });
    assert.ok(run.tool.driver.rules.some(({ id }: { id: string }) => id === 'invalid-json'));
  });

  it('writes SARIF as its official schema has it, whatever a file is called and however clean it is', () => {
    const odd = join(folder, 'ä b#[1].jsonl');
    copyFileSync(bad, odd);
    const schema = JSON.parse(
      readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    );
    const isSarif = addFormats(new Ajv({ strict: false, unicodeRegExp: false })).compile(schema);
    for (const files of [[bad, odd], ['test/fixtures/number_generator.jsonl']]) {
      const { out } = check(...files, '--format', 'sarif');
      assert.ok(isSarif(JSON.parse(out)), JSON.stringify(isSarif.errors));
    }
  });

  it('lists every problem of a large file, in the order of lines', () => {
    const large = join(folder, 'large.jsonl');
    const line = (i: number) =>
      `{"text_input": "question ${i} ${'x y '.repeat(20)}.", "output": "${i % 2 ? '' : `answer ${i}`}"}\n`;
    writeFileSync(large, Array.from({ length: 110_000 }, (_, i) => line(i === 100_000 ? 0 : i)).join(''));
    const { files } = JSON.parse(check(large, '--format', 'json').out);
    const [file] = files;
    assert.deepEqual([file.format, file.lines, file.examples], ['gemini_api', 110_000, 110_000]);
    const empty = file.problems.filter(({ rule }: { rule: string }) => rule === 'empty-text');
    assert.equal(empty.length, 55_000);
    const lines: number[] = file.problems.map(({ line }: { line: number }) => line);
    assert.deepEqual(
      lines,
      [...lines].sort((a, b) => a - b),
    );
    const duplicates = file.problems.filter(({ rule }: { rule: string }) => rule === 'duplicate-example');
    assert.deepEqual(
      duplicates.map(({ line }: { line: number }) => line),
      [100_001],
    );
    assert.match(duplicates[0].message, /Duplicate of line 1\./);
  });
});

describe('tunewright split', () => {
  let folder = '';
  let file = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tunewright-split-'));
    file = join(folder, 'tickets.jsonl');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('writes both files, says what stays together, and replaces nothing unasked', () => {
    const line = (i: number) =>
      `{"text_input": "ticket ${i % 95} about thing ${i % 95}", "output": "${i % 5 === 0 ? 'bug' : 'wish'}"}\n`;
    writeFileSync(file, `${Array.from({ length: 100 }, (_, i) => line(i)).join('')}\n{broken\n`);
    const first = run('split', file, '--seed', '7');
    assert.deepEqual([first.status, first.err], [0, '']);
    assert.match(first.out, /tickets\.train\.jsonl: 92 lines\n.*tickets\.validation\.jsonl: 10 lines/);
    assert.match(first.out, /10 examples are in 5 groups/);
    assert.match(first.out, /"bug": 2 of 20 in validation/);
    assert.match(first.out, /Lines kept in the training file: 1 blank, 1 invalid JSON/);
    const held = readFileSync(join(folder, 'tickets.validation.jsonl'), 'utf8');
    const again = run('split', file, '--count', '20');
    assert.equal(again.status, 2);
    assert.match(again.err, /tickets\.train\.jsonl and .*tickets\.validation\.jsonl already exist/);
    assert.equal(readFileSync(join(folder, 'tickets.validation.jsonl'), 'utf8'), held);
    assert.equal(run('split', file, '--count', '20', '--force').status, 0);
    assert.equal(
      readFileSync(join(folder, 'tickets.validation.jsonl'), 'utf8').trimEnd().split('\n').length,
      20,
    );
  });

  it('splits a large file as it splits a small one', () => {
    const large = join(folder, 'large.jsonl');
    const line = (i: number) =>
      `{"text_input": "question ${i} ${`x${i} y `.repeat(20)}.", "output": "answer ${i}"}\n`;
    writeFileSync(large, Array.from({ length: 60_000 }, (_, i) => line(i)).join(''));
    const { status, out } = run('split', large, '--count', '6000');
    assert.equal(status, 0);
    assert.match(out, /large\.validation\.jsonl: 6,000 lines/);
    const lines = ['train', 'validation'].map((side) =>
      readFileSync(join(folder, `large.${side}.jsonl`), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    assert.deepEqual(lines.flat().sort(), readFileSync(large, 'utf8').trimEnd().split('\n').sort());
  });

  it('ends with 2 when it is called wrongly', () => {
    assert.equal(run('split').status, 2);
    assert.equal(run('split', file, '--share', 'much').status, 2);
    assert.equal(run('split', file, '--share', '0.1', '--count', '3').status, 2);
    assert.equal(run('split', file, '--by-label', '--no-by-label').status, 2);
    assert.equal(run('split', join(folder, 'nowhere.jsonl')).status, 2);
  });
});
