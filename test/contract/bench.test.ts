import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe('npm run bench', () => {
  it('starts, with all that its parts are made of', () => {
    const args = ['dist/test/bench/main.js', '--only', 'nothing'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr.slice(-500));
    assert.match(stdout, /^\s*Measured on/);
  });
});
