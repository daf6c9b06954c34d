import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { modelDocs } from '../../../../src/dataset/targets/modelDocs';

const page = 'docs/models.md';

describe('docs/models.md', () => {
  it('is what the table of models says now; written anew when it is not, to be committed', () => {
    const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
    const now = modelDocs();
    if (before === now) return;
    writeFileSync(page, now);
    assert.fail(`${page} was out of date`);
  });
});
