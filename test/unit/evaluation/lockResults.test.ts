import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockOf, lockResults } from '../../../src/evaluation/results/lockResults';

describe('the lock of a results file', () => {
  it('is said to be held also when its file tells no time', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-lock-'));
    try {
      const file = path.join(folder, 'x.eval.jsonl');
      await (await lockResults(file))();
      await writeFile(lockOf(file), JSON.stringify({ host: 'h', token: 't', pid: 7, since: 'yesterday' }));
      await assert.rejects(lockResults(file), /is already being written by another window or terminal/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
