import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const page = readFileSync('docs/architecture.md', 'utf8');
const named = new Set([...page.matchAll(/`((?:src|docs)\/[\w./-]+)`/g)].map(([, file]) => file as string));

describe('the page on the architecture', () => {
  it('names only what is there', () => {
    assert.ok(named.size > 50);
    assert.deepEqual(
      [...named].filter((file) => !existsSync(file)),
      [],
    );
  });

  it('has a sentence for each room, and each folder of the three largest', () => {
    const folders = ['src', 'src/dataset', 'src/tuning', 'src/workbench'].flatMap((parent) =>
      readdirSync(parent, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'types')
        .map(({ name }) => path.posix.join(parent, name)),
    );
    assert.deepEqual(
      folders.filter((folder) => !named.has(folder)),
      [],
    );
  });
});
