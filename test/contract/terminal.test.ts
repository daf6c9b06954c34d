import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve('dist/cli.js');
const hostile = path.resolve('test/fixtures/hostile/terminal.jsonl');
/** What a terminal acts on, and what hides or turns what is written; line feeds are looked at apart. */
const acting = /(?!\n|\r\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u;
const tricks = [
  '\u001b]0;x\u0007',
  '\n::error::x',
  '\r::add-mask::x',
  '##[add-mask]x',
  '\u009b31m',
  '\u202e',
  '\u2028',
];

describe('what the command line writes of somebody else’s texts', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-terminal-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder });
    assert.doesNotMatch(stdout, acting);
    assert.doesNotMatch(stderr, acting);
    return { stdout, stderr };
  };

  const isCommand = (line: string) => /^\s*::|##\w*\[/.test(line);
  const noCommands = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
    assert.deepEqual(`${stdout}\n${stderr}`.split('\n').filter(isCommand), []);

  for (const format of ['text', 'json', 'sarif']) {
    it(`check writes neither control characters nor commands as ${format}`, () => {
      const output = run('check', hostile, '--format', format);
      noCommands(output);
      assert.match(output.stdout, /pwned/, 'the text is still to be recognised');
    });
  }

  it('check writes commands of its own only for GitHub', () => {
    const { stdout } = run('check', hostile, '--format', 'github');
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 3); // a problem each
    for (const line of lines)
      assert.match(line, /^::(error|warning|notice) file=[^,:]+,line=\d+,endLine=\d+,col=/);
    assert.match(stdout, /pwned/);
  });

  it('the JSON says the same as before, escaped', () => {
    const file = path.join(folder, 'c1.jsonl');
    writeFileSync(file, '{"text_input": "a", "output": "b", "\u009b\u202e\u2028": 1}\n');
    const { stdout } = run('check', file, '--format', 'json');
    assert.ok(
      JSON.parse(stdout).files[0].problems.some(({ message }: { message: string }) =>
        message.includes('\u009b\u202e\u2028'),
      ),
    );
  });

  it('split writes labels and names so', () => {
    const file = path.join(folder, 'labels.jsonl');
    copyFileSync(hostile, file);
    const output = run('split', file);
    noCommands(output);
    assert.match(output.stdout, /"white\\u001b\[31m": \d+ of/);
  });

  it('evaluate writes labels, models and answers of a results file so, in each of its formats', () => {
    const trick = tricks.join('');
    const source = path.resolve('test/fixtures/evaluation/cases/sign.right.eval.jsonl');
    const [header, ...records] = readFileSync(source, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [target] = header.targets;
    const hostileTarget = { ...target, label: `label${trick}\n\n# heading\n` };
    const rows = records.map((one) => ({
      ...one,
      ...('expected' in one ? { expected: `${one.expected}${trick}` } : {}),
      ...('text' in one ? { text: `${one.text}${trick}` } : {}),
    }));
    const write = (name: string, targets: unknown[]) =>
      writeFileSync(
        path.join(folder, name),
        [{ ...header, targets }, ...rows].map((one) => `${JSON.stringify(one)}\n`).join(''),
      );
    write('one.eval.jsonl', [hostileTarget]);
    write('refused.eval.jsonl', [{ ...target, model: `model${trick}` }]);
    noCommands(run('evaluate', '--compare', 'one.eval.jsonl', 'refused.eval.jsonl'));
    write('two.eval.jsonl', [{ ...hostileTarget, label: 'other' }]);
    const compare = (format: string) =>
      run('evaluate', '--compare', 'one.eval.jsonl', 'two.eval.jsonl', '--format', format);
    for (const format of ['markdown', 'csv', 'jsonl']) {
      const output = compare(format);
      noCommands(output);
      assert.match(output.stdout, /label/, 'the text is still to be recognised');
    }
    const headings = compare('markdown')
      .stdout.split('\n')
      .filter((line) => /^#+ h/.test(line));
    assert.deepEqual(headings, []);
    const [row = ''] = compare('jsonl').stdout.split('\n');
    assert.equal(JSON.parse(row).expected, rows[0].expected, 'JSON says the same as before, escaped');
  });

  it('names of files act as little as their texts', () => {
    const good = readFileSync(path.resolve('test/fixtures/number_generator.jsonl'));
    const names = [`::x ${tricks.join('')}.jsonl`, ...tricks.map((trick) => `${trick}.jsonl`)];
    for (const name of names) writeFileSync(path.join(folder, name), good);
    for (const format of ['text', 'json', 'sarif'])
      noCommands(run('check', ...names, 'no', '--format', format));
    run('check', ...names, '--format', 'github');
    for (const name of [...names.slice(0, 1), `missing ${tricks.join('')}`]) {
      noCommands(run('split', name));
      noCommands(run('evaluate', '--compare', name, name));
      noCommands(run(name));
    }
  });
});
