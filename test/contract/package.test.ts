import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { listFiles, PackageManager } from '@vscode/vsce';
import { lazyBundle, loadedWith } from '../bundles';

describe('the extension’s package', () => {
  it('holds what a user needs and nothing else', async () => {
    const files = await listFiles({ cwd: process.cwd(), packageManager: PackageManager.None });
    const kinds = new Set(files.map((file) => file.replace(/[^/]+(\.[^./]+)$/, '*$1')));
    assert.deepEqual([...kinds].sort(), [
      '*.json',
      '*.md',
      'LICENSE',
      'dist/*.br',
      'dist/*.js',
      'dist/*.txt',
      'dist/web/*.cjs',
      'dist/webviews/*.css',
      'dist/webviews/*.js',
      'l10n/*.json',
      'media/*.json',
      'media/*.png',
      'media/*.svg',
      'media/sample/*.jsonl',
      'media/walkthrough/*.svg',
      'skills/gemini-tuning-data/*.md',
      'syntaxes/*.json',
    ]);
    assert.ok(files.includes('dist/sandbox.js') && files.includes('dist/sandbox-trainer.js'));
  });

  it('loads no library of Google before it is used', async () => {
    const opened = await textOf(loadedWith(lazyBundle('openWorkbench')));
    assert.doesNotMatch(opened, /^\/\/ node_modules\/(@google-cloud|google-auth-library|gaxios)\//m);
    const later = await textOf(loadedWith('dist/extension.js', { later: true }));
    assert.match(later, /^\/\/ node_modules\/google-auth-library\//m);
  });

  it('lets nothing into the bundle for browsers that only Node has', async () => {
    const bundled = (contents: string) => {
      const stdin = { contents, resolveDir: path.resolve('src'), loader: 'ts' };
      const program = `import esbuild from 'esbuild'; import { forWeb } from './scripts/bundling.mjs';
        await esbuild.build({ ...forWeb, stdin: ${JSON.stringify(stdin)}, write: false });`;
      return promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
    };
    await assert.rejects(bundled("import './base/files/flags'"), /flags\.ts needs node:fs/);
    await assert.rejects(
      bundled("import './dataset/line/lineChecker'"),
      /uses Buffer, which a browser has not/,
    );
    await bundled("import './extension.web'");
  });

  it('loads next to nothing before the workbench is asked for', async () => {
    const atStart = await textOf(loadedWith('dist/extension.js'));
    const opened = await textOf(loadedWith(lazyBundle('openWorkbench')));
    assert.ok(atStart.length < opened.length / 20, `${atStart.length} of ${opened.length} characters`);
    assert.doesNotMatch(atStart, /^\/\/ node_modules\/(?!@vscode\/l10n\/)/m);
  });

  it('has a skill for agents that is named as its folder, and names tools that are there', async () => {
    const { contributes } = JSON.parse(await readFile('package.json', 'utf8'));
    const tools = new Set(contributes.languageModelTools.map(({ name }: { name: string }) => name));
    for (const { path: file } of contributes.chatSkills) {
      const skill = await readFile(file, 'utf8');
      assert.match(
        skill,
        new RegExp(`^---\\nname: ${path.basename(path.dirname(file))}\\ndescription: .{40,1000}\\n---\\n`),
      );
      const named = [...skill.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => `tunewright_${name}`);
      assert.ok(named.length > 5);
      assert.deepEqual(
        named.filter((name) => !tools.has(name)),
        [],
      );
    }
  });

  it('has a text for every key that package.json names, and no other', async () => {
    const manifest = await readFile('package.json', 'utf8');
    const texts = JSON.parse(await readFile('package.nls.json', 'utf8'));
    const named = new Set([...manifest.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(Object.keys(texts).sort(), [...named].sort());
  });
});

async function textOf(files: readonly string[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return texts.join('\n');
}
