import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const runFile = promisify(execFile);
let folder: string;

/** Runs Node in the copy of the project. @returns the exit code and all output */
async function node(...args: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await runFile(process.execPath, args, { cwd: folder });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** The one line of an index, and the import that goes with it. */
async function list(index: string, name: string): Promise<void> {
  const file = path.join(folder, index);
  const text = await readFile(file, 'utf8');
  const listed = `import { ${name} } from './${name}';\n${text}`.replace(/\n\];/, `\n  ${name},\n];`);
  assert.notEqual(listed.length, text.length + `import { ${name} } from './${name}';\n`.length);
  await writeFile(file, listed);
}

describe('what is added as one file and one line', () => {
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-extended-'));
    for (const part of ['src', 'scripts', 'docs', 'media', 'package.json', 'biome.json', 'esbuild.mjs']) {
      await cp(part, path.join(folder, part), { recursive: true });
    }
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));

    await writeFile(
      path.join(folder, 'src/dataset/rules/webLink.ts'),
      `import type { ExampleRule } from '../checking/rule';

export const webLink: ExampleRule = {
  id: 'web-link',
  kind: 'style',
  severity: 'warning',
  scope: 'example',
  plainLines: 'never',
  title: 'A text holds a web link',
  description: 'Links change.',
  check(line, report) {
    for (const { path, text } of line.outline.fields)
      if (text.includes('https://')) report(line.rangeOf(path), 'The text holds a web link.');
  },
};
`,
    );
    await list('src/dataset/rules/index.ts', 'webLink');

    await writeFile(
      path.join(folder, 'src/dataset/formats/riddle.schema.json'),
      JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        required: ['riddle', 'solution'],
        properties: { riddle: { type: 'string' }, solution: { type: 'string' } },
      }),
    );
    await writeFile(
      path.join(folder, 'src/dataset/formats/riddle.ts'),
      `import validate, { schema } from 'validator:./riddle.schema.json';
import type { DatasetFormat } from './format';
import { textPair } from './shared/textPair';

export const riddle: DatasetFormat = {
  id: 'riddle',
  family: 'other',
  label: 'Riddle and solution',
  source: 'a test',
  importOnly: true,
  validate,
  schema,
  ...textPair({ input: ['riddle'], output: ['solution'] }),
  likeness: (value) => ('riddle' in value && 'solution' in value ? 2 : 0),
};
`,
    );
    await list('src/dataset/formats/index.ts', 'riddle');

    await writeFile(
      path.join(folder, 'src/evaluation/metrics/sameLength.ts'),
      `import type { Metric } from './metric';

export const sameLength: Metric = {
  id: 'same-length',
  label: 'Same length',
  description: 'Share of responses as long as the expected one.',
  better: 'higher',
  unit: 'rightOrWrong',
  ofNoAnswer: 0,
  applies: () => true,
  isProposed: () => false,
  score: ({ expected, answer }) => (expected.length === answer.length ? 1 : 0),
};
`,
    );
    await list('src/evaluation/metrics/index.ts', 'sameLength');
    const built = await node('esbuild.mjs');
    assert.equal(built.code, 0, built.output);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('a rule finds its problems on lines that are plain otherwise', async () => {
    const lines = [
      { contents: [turn('user', 'See https://a.example'), turn('model', 'Seen.')] },
      { contents: [turn('user', 'Hello'), turn('model', 'Hi.')] },
    ];
    await writeFile(path.join(folder, 'plain.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const { output } = await node('dist/cli.js', 'check', '--format', 'json', 'plain.jsonl');
    const found: { rule: string; line: number }[] = JSON.parse(output).files[0].problems;
    assert.deepEqual(
      found.filter(({ rule }) => rule === 'web-link').map(({ line }) => line),
      [1],
    );
  });

  it('a format is recognized, and checked by its schema', async () => {
    const lines = [
      '{"riddle":"What has keys?","solution":"A piano."}',
      '{"riddle":"What runs?","solution":7}',
    ];
    await writeFile(path.join(folder, 'riddles.jsonl'), lines.join('\n'));
    const { output } = await node('dist/cli.js', 'check', 'riddles.jsonl');
    assert.match(output, /riddles\.jsonl:2:35: error: .*solution.*\[schema\]/);
    assert.match(output, /2 lines, 2 examples/);
  });

  it('a metric is known to the command line', async () => {
    const { output } = await node(
      'dist/cli.js',
      'evaluate',
      'plain.jsonl',
      ...aModel,
      '--metric',
      'none-such',
    );
    assert.match(output, /same-length/);
  });

  it('settings and documents are written from the lists', async () => {
    const stale = await node('scripts/generate.mjs', '--check');
    assert.equal(stale.code, 1);
    assert.match(stale.output, /docs\/rules\.md is out of date/);
    assert.match(stale.output, /package\.json is out of date/);
    assert.equal((await node('scripts/generate.mjs')).code, 0);
    assert.match(await readFile(path.join(folder, 'docs/rules.md'), 'utf8'), /## web-link/);
    const { properties } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')).contributes
      .configuration;
    assert.equal(properties['tunewright.dataset.severities'].properties['web-link'].default, 'warning');
    assert.ok(properties['tunewright.dataset.formats'].additionalProperties.enum.includes('riddle'));
  });
});

const aModel = ['--target', 'vertexAi:projects/p/locations/us-central1/endpoints/1'];

function turn(role: string, text: string) {
  return { role, parts: [{ text }] };
}
