import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ruleDocs } from '../../../../src/dataset/report/ruleDocs';

const page = 'docs/rules.md';

describe('docs/rules.md', () => {
  it('is what the rules say now; written anew when it is not, to be committed', () => {
    const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
    const now = ruleDocs();
    if (before === now) return;
    mkdirSync('docs', { recursive: true });
    writeFileSync(page, now);
    assert.fail(`${page} was out of date`);
  });
});
