import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { listFiles, PackageManager } from '@vscode/vsce';
import { loadedWith } from '../bundles';

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
      'dist/webviews/*.css',
      'dist/webviews/*.js',
      'media/*.json',
      'media/*.png',
      'media/*.svg',
      'media/sample/*.jsonl',
      'media/walkthrough/*.svg',
      'syntaxes/*.json',
    ]);
    assert.ok(files.includes('dist/sandbox.js') && files.includes('dist/sandbox-trainer.js'));
  });

  it('loads no library of Google before it is used', async () => {
    const texts = await Promise.all(loadedWith('dist/extension.js').map((file) => readFile(file, 'utf8')));
    assert.doesNotMatch(
      texts.join('\n'),
      /^\/\/ node_modules\/(@google-cloud|google-auth-library|gaxios)\//m,
    );
    const later = loadedWith('dist/extension.js', { later: true });
    const all = await Promise.all(later.map((file) => readFile(file, 'utf8')));
    assert.match(all.join('\n'), /^\/\/ node_modules\/google-auth-library\//m);
  });

  it('has a text for every key that package.json names, and no other', async () => {
    const manifest = await readFile('package.json', 'utf8');
    const texts = JSON.parse(await readFile('package.nls.json', 'utf8'));
    const named = new Set([...manifest.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(Object.keys(texts).sort(), [...named].sort());
  });
});
