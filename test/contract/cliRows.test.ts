// What all commands have in common that write rows: where they write, and what they leave alone.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import writeWorkbook from 'write-excel-file/node';

const cli = path.resolve('dist/cli.js');
const bad = '{"text_input": "a", "output": "b",}\n';
const good = '{"text_input": "a", "output": "b"}\n';

describe('commands that write rows', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-rows-'));
    writeFileSync(path.join(folder, 'a.jsonl'), bad);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (args: readonly string[], input?: string, cwd = folder, timeout = 30_000) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
      cwd,
      input: input ?? '',
      timeout,
      env: { ...process.env, CI: '' },
    });
    return { status, out: stdout, err: stderr };
  };
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

  it('write to standard output, to a file, or back, and replace nothing unasked', () => {
    assert.deepEqual(run(['fix', 'a.jsonl']), { status: 0, out: good, err: 'a.jsonl: 1 of 1 line fixed.\n' });
    assert.equal(run(['fix', '-'], bad).out, good);
    assert.equal(run(['fix', 'a.jsonl', '--out', 'b.jsonl']).out, 'a.jsonl: 1 of 1 line fixed.\n');
    assert.deepEqual([read('a.jsonl'), read('b.jsonl')], [bad, good]);
    writeFileSync(path.join(folder, 'b.jsonl'), 'mine');
    const refused = run(['fix', 'a.jsonl', '--out', 'b.jsonl']);
    assert.deepEqual(
      [refused.status, refused.err, read('b.jsonl')],
      [2, '"b.jsonl" already exists. It wasn\'t changed. To replace it, use --force.\n', 'mine'],
    );
    assert.equal(run(['fix', 'a.jsonl', '--out', 'b.jsonl', '--force']).status, 0);
    assert.equal(read('b.jsonl'), good);
    for (const same of ['a.jsonl', './a.jsonl', path.join(folder, 'a.jsonl')]) {
      const own = run(['fix', 'a.jsonl', '--out', same, '--force']);
      assert.equal(own.status, 2);
      assert.match(own.err, /a\.jsonl is an input\. .* --in-place/);
    }
    assert.equal(read('a.jsonl'), bad);
    assert.equal(
      run(['fix', 'a.jsonl', '--in-place', '--json']).out,
      '{"path":"a.jsonl","lines":1,"fixed":1}\n',
    );
    assert.equal(read('a.jsonl'), good);
    assert.deepEqual(readdirSync(folder).sort(), ['a.jsonl', 'b.jsonl']);
  });

  it('write through no link', () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'tunewright-rows-outside-'));
    try {
      writeFileSync(path.join(outside, 'x.jsonl'), bad);
      symlinkSync(path.join(outside, 'x.jsonl'), path.join(folder, 'link.jsonl'));
      symlinkSync(outside, path.join(folder, 'linked'));
      assert.equal(run(['fix', 'link.jsonl', '--in-place']).status, 2);
      assert.equal(run(['fix', 'a.jsonl', '--out', 'link.jsonl', '--force']).status, 2);
      assert.equal(run(['fix', 'a.jsonl', '--out', 'linked/y.jsonl']).status, 2);
      assert.deepEqual(readdirSync(outside), ['x.jsonl']);
      assert.equal(readFileSync(path.join(outside, 'x.jsonl'), 'utf8'), bad);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('take folders and patterns', () => {
    mkdirSync(path.join(folder, 'deep', 'er'), { recursive: true });
    for (const name of ['deep/b.jsonl', 'deep/er/c.jsonl', 'deep/er/d.txt', 'deep/x.eval.jsonl'])
      writeFileSync(path.join(folder, name), bad);
    const names = (...args: string[]) => run(['check', ...args]).out.match(/^\S+(?=: \w+, 1 line)/gm);
    assert.deepEqual(names('deep'), ['deep/b.jsonl', 'deep/er/c.jsonl']);
    assert.deepEqual(names('deep/**/*.jsonl'), ['deep/b.jsonl', 'deep/er/c.jsonl', 'deep/x.eval.jsonl']);
    assert.deepEqual(names('./**/[bc].jsonl'), ['deep/b.jsonl', 'deep/er/c.jsonl']);
    assert.deepEqual(names('deep/{b,q}.jsonl', 'a.jsonl'), ['deep/b.jsonl', 'a.jsonl']);
    assert.match(run(['check', 'nothing*.jsonl']).err, /^No files match "nothing\*\.jsonl"\./);
    assert.match(run(['check', '-'], bad).out, /^standard input:1:\d+: error/);
  });

  it('leave nothing behind when they are interrupted', async () => {
    writeFileSync(path.join(folder, 'large.jsonl'), bad.repeat(100_000));
    const child = spawn(process.execPath, [cli, 'fix', 'large.jsonl', '--out', 'b.jsonl'], { cwd: folder });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!readdirSync(folder).some((name) => name.endsWith('-draft')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    assert.equal(await ended, 130);
    assert.equal(told, 'Canceled. Nothing was written.\n');
    assert.deepEqual(readdirSync(folder).sort(), ['a.jsonl', 'large.jsonl']);
  });

  it('have help that names all their options, and a version', () => {
    const all = run(['--help']);
    const names = [...all.out.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name as string);
    assert.ok(names.includes('check') && names.includes('fix') && names.includes('evaluate'));
    for (const name of names) {
      const { status, out } = run([name, '--help']);
      assert.equal(status, 0);
      assert.match(out, new RegExp(`^tunewright ${name} `));
      assert.ok(
        out.split('\n').every((line) => line.length <= 112),
        name,
      );
    }
    assert.match(run(['--version']).out, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual([run([]).status, run(['frobnicate']).status, run(['fix', '--nope']).status], [2, 2, 2]);
  });

  it('convert tells of each row that it leaves out', () => {
    writeFileSync(path.join(folder, 'c.jsonl'), `${good}{"text_input": 1}\n\n${good}`);
    const { status, out, err } = run(['convert', 'c.jsonl', '--to', 'vertexContents']);
    assert.equal(status, 1);
    assert.equal(out.trimEnd().split('\n').length, 2);
    assert.match(err, /^c\.jsonl:2: The line has an error/m);
    assert.match(err, /2 of 3 rows converted/);
    assert.equal(run(['convert', 'c.jsonl']).status, 2);
  });

  it('diff takes a version from a pipe, and ends with 1 when it is asked to', () => {
    assert.equal(run(['diff', '-', 'a.jsonl', '--exit-code'], bad).status, 0);
    const { status, out } = run(['diff', '-', 'a.jsonl', '--exit-code'], good);
    assert.equal(status, 1);
    assert.match(out, /^standard input → a\.jsonl\n/);
    assert.match(out, /^Rows added: 1, removed: 1, changed: 0, unchanged: 0$/m);
    assert.equal(run(['diff', 'a.jsonl']).status, 2);
    assert.equal(
      run(['diff', 'a.jsonl', 'nowhere.jsonl']).err,
      "Can't open nowhere.jsonl: it doesn't exist.\n",
    );
    const { stdout } = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" "${cli}" diff <(cat a.jsonl) a.jsonl`],
      {
        encoding: 'utf8',
        cwd: folder,
      },
    );
    assert.match(stdout, /^Rows added: 0, removed: 0, changed: 0, unchanged: 1$/m);
  });

  it('dedupe, merge, sample and shuffle tell what became of each row', () => {
    writeFileSync(path.join(folder, 'r.jsonl'), `${good}\n${good}{"text_input": "c", "output": "d"}\n`);
    const { out, err } = run(['dedupe', 'r.jsonl', '--list']);
    assert.equal(out, `${good}{"text_input": "c", "output": "d"}\n`);
    assert.equal(
      err,
      'r.jsonl:3: same as r.jsonl:1\n2 of 3 rows kept. Duplicates: 1.\n1 blank line left out.\n',
    );
    const json = run(['merge', 'r.jsonl', 'r.jsonl', '--json', '--out', 'm.jsonl']).out;
    const each = { path: 'r.jsonl', rows: 3 };
    assert.deepEqual(JSON.parse(json), { rows: 6, blank: 2, files: [each, each] });
    assert.match(run(['sample', '2', 'm.jsonl', '--out', 's.jsonl']).out, /^2 of 6 rows drawn\.$/m);
    assert.equal(read('s.jsonl').split('\n').length, 3);
    assert.equal(run(['shuffle', 'm.jsonl', '--in-place']).out, '6 rows shuffled.\n');
    assert.equal(read('m.jsonl').split('\n').length, 7);
    assert.deepEqual([run(['sample', 'r.jsonl']).status, run(['merge']).status], [2, 2]);
  });

  it('import tells of each row that it leaves out, and what it took the columns for', () => {
    writeFileSync(path.join(folder, 't.csv'), 'Question,Reply,Answer\nWho?,x,Me\n,x,Nobody\n');
    const { status, out, err } = run(['import', 't.csv', '--out', 't.jsonl', '--json']);
    assert.deepEqual([status, err], [1, 't.csv: row 2: The column "Question" is empty.\n']);
    const map = { system: [], prompt: ['Question'], answer: ['Answer'] };
    const counts = { rows: 2, imported: 1, leftOut: 1, partly: 0, written: 1 };
    assert.deepEqual(JSON.parse(out), {
      source: 'csv',
      to: 'vertexContents',
      ...counts,
      map,
      unused: ['Reply'],
    });
    assert.equal(run(['check', 't.jsonl', '--target', 'gemini-2.5-flash', '--format', 'json']).status, 0);
    const mapped = run([
      'import',
      't.csv',
      '--map',
      'Reply=prompt',
      '--map',
      'Answer=answer',
      '--to',
      'geminiApi',
    ]);
    assert.equal(mapped.out, '{"text_input":"x","output":"Me"}\n{"text_input":"x","output":"Nobody"}\n');
    assert.equal(run(['import', 't.csv', '--map', 'Reply']).status, 2);
    writeFileSync(path.join(folder, 't.xlsx'), 'PK\u0003\u0004');
    assert.equal(run(['import', 't.xlsx']).err, "The file isn't a workbook that can be read.\n");
  });

  it('import ends with a sentence when a small workbook needs more memory than there is', async function () {
    this.timeout(300_000);
    const book = unzipSync(await writeWorkbook([[{ value: 'question' }, { value: 'answer' }]]).toBuffer());
    const cell = (place: string) => `<c r="${place}" t="inlineStr"><is><t>a</t></is></c>`;
    // A table of 17 billion cells, all but two of them empty.
    const rows = `<row r="1">${cell('A1')}</row><row r="1048576">${cell('XFD1048576')}</row>`;
    const head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
    const sheet = strToU8(`<?xml version="1.0"?>${head}<sheetData>${rows}</sheetData></worksheet>`);
    const bytes = zipSync({ ...book, 'xl/worksheets/sheet1.xml': sheet });
    assert.ok(bytes.length < 10_000);
    writeFileSync(path.join(folder, 'far.xlsx'), bytes);
    const { status, err } = run(['import', 'far.xlsx', '--out', 'far.jsonl'], '', folder, 200_000);
    assert.match(err, /^The file needs too much memory to be read\. .+\n$/);
    assert.equal(status, 2);
    assert.deepEqual(readdirSync(folder).sort(), ['a.jsonl', 'far.xlsx']);
  });

  it('the project file says severities, target and formats, also to folders below it', () => {
    const project = (value: object) =>
      writeFileSync(path.join(folder, '.tunewright.json'), JSON.stringify(value));
    mkdirSync(path.join(folder, 'data'));
    writeFileSync(path.join(folder, 'data', 'w.jsonl'), '{"text_input": "a ", "output": "b"}\n'.repeat(2));
    const rules = () =>
      JSON.parse(run(['check', 'data', '--format', 'json']).out).files[0].problems.map(
        ({ rule, severity }: { rule: string; severity: string }) => `${rule}: ${severity}`,
      );
    assert.ok(rules().includes('outer-whitespace: info'));
    project({ severities: { 'outer-whitespace': 'off', 'duplicate-example': 'error' } });
    assert.ok(
      rules().includes('duplicate-example: error') && !rules().some((rule: string) => /white/.test(rule)),
    );
    assert.match(run(['fix', 'data/w.jsonl']).out, /"a "/);
    project({ target: 'gemini-2.5-flash', formats: { 'data/*.jsonl': 'vertexContents' } });
    assert.equal(JSON.parse(run(['stats', 'a.jsonl', '--json']).out).files[0].target, 'gemini-2.5-flash');
    assert.equal(JSON.parse(run(['stats', 'data', '--json']).out).files[0].format, 'vertexContents');
    assert.equal(
      JSON.parse(run(['stats', 'a.jsonl', '--target', 'gemini-2.5-pro', '--json']).out).files[0].target,
      'gemini-2.5-pro',
    );
    for (const [wrong, says] of [
      [{ severity: {} }, /Unknown key "severity"/],
      [{ target: 'gpt' }, /Unknown target model "gpt"/],
      [{ severities: { nope: 'off' } }, /Unknown rule "nope"/],
      [{ severities: { role: 'loud' } }, /Unknown severity "loud" of "role"/],
      [{ formats: { '*': 'xml' } }, /Unknown format "xml"/],
      [{ formats: { '[z-a]': 'vertexContents' } }, /Invalid pattern "\[z-a]"/],
      [[], /isn't a JSON object/],
    ] as const) {
      project(wrong);
      const { status, err } = run(['check', 'data']);
      assert.equal(status, 2);
      assert.match(err, says);
    }
  });

  it('the project file of a folder above counts in the same repository only, and is named', () => {
    const top = path.join(folder, 'repository');
    const inside = path.join(top, 'data', 'more');
    mkdirSync(inside, { recursive: true });
    writeFileSync(path.join(inside, 'w.jsonl'), '{"text_input": "a ", "output": "b"}\n');
    writeFileSync(
      path.join(top, '.tunewright.json'),
      JSON.stringify({ severities: { 'outer-whitespace': 'error' } }),
    );
    const check = () => run(['check', 'w.jsonl'], '', inside);
    assert.match(check().out, /info: .*\[outer-whitespace]/);
    mkdirSync(path.join(top, '.git'));
    assert.match(check().out, /error: .*\[outer-whitespace]/);
    assert.match(check().err, /^Using \.\.[/\\]\.\.[/\\]\.tunewright\.json\.\n/);
    mkdirSync(path.join(inside, '.git'));
    assert.match(check().out, /info: .*\[outer-whitespace]/);
    assert.equal(check().err, '');
  });

  // Whoever can write to a folder above the files can put anything there.
  it('a project file that is none, or has a pattern without an end, holds up no command', () => {
    const file = path.join(folder, '.tunewright.json');
    const name = `${'a'.repeat(60)}.jsonl`;
    writeFileSync(path.join(folder, name), good);
    const check = () => run(['check', name]);
    writeFileSync(file, JSON.stringify({ formats: { [`${'*a'.repeat(30)}b`]: 'vertexContents' } }));
    assert.match(check().err, /The pattern "[*ab]+" in "formats" takes too long\. Use fewer "\*"\.\n/);
    rmSync(file);
    mkdirSync(file);
    assert.match(check().err, /\.tunewright\.json isn't a regular file\.\n/);
    rmSync(file, { recursive: true });
    if (process.platform === 'win32') return;
    spawnSync('mkfifo', [file]);
    assert.match(check().err, /isn't a regular file/);
    rmSync(file);
    symlinkSync('/dev/zero', file);
    assert.match(check().err, /isn't a regular file/);
    rmSync(file);
    symlinkSync(file, file);
    assert.match(check().err, /can't be read \(ELOOP\)/);
  });

  it('stats counts rows, tokens, steps and the price with its source', () => {
    writeFileSync(path.join(folder, 's.jsonl'), good.repeat(10));
    const args = [
      'stats',
      's.jsonl',
      '--target',
      'gemini-2.5-flash',
      '--epochs',
      '3',
      '--batch-size',
      '4',
      '--json',
    ];
    const [facts] = JSON.parse(run(args).out).files;
    assert.deepEqual([facts.rows, facts.examples, facts.steps], [10, 10, 8]);
    assert.equal(facts.billableTokens, facts.tokens.total * 3);
    assert.equal(facts.price.dollars, (facts.billableTokens / 1e6) * facts.price.perMillionTokens);
    assert.match(facts.price.source, /\d{4}/);
  });
});
