import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonLinesEndings, jsonLinesName } from '../../../../src/dataset/files/fileNames';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

describe('names of JSON Lines files', () => {
  it('are the ones that menus and the language contribution know', () => {
    const [jsonl] = manifest.contributes.languages.filter(({ id }: { id: string }) => id === 'jsonl');
    assert.deepEqual(
      ['.jsonl', ...jsonl.extensions].sort(),
      jsonLinesEndings.map((name) => `.${name}`).sort(),
    );
    const menus: { when?: string }[][] = Object.values(manifest.contributes.menus);
    const patterns = menus
      .flat()
      .flatMap(({ when }) => /resourceExtname =~ \/(.+?)\//.exec(when ?? '')?.[1] ?? [])
      .filter((pattern) => pattern.includes('jsonl'));
    assert.ok(patterns.length >= 3);
    for (const pattern of patterns)
      for (const name of jsonLinesEndings) assert.match(`.${name}`, new RegExp(pattern));
  });

  it('are listed in one place', () => {
    const own = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith(path.join('dataset', 'files', 'fileNames.ts')))
      .filter((file) => /ndjson/.test(readFileSync(path.join('src', file), 'utf8')));
    assert.deepEqual(own, []);
  });

  it('are told from results by their end', () => {
    for (const name of ['a.jsonl', 'A.JSONL', 'a.ndjson', 'a.b.ldjson']) assert.match(name, jsonLinesName);
    for (const name of ['a.json', 'jsonl', 'a.jsonl.part']) assert.doesNotMatch(name, jsonLinesName);
  });
});
