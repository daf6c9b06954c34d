import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { committedTexts, committedVersion } from '../../../src/workbench/launch/provenance/committedTexts';

describe('versions of a training file in git', () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], {
      stdio: 'pipe',
    });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const all = async (at = folder) => {
    const found: string[] = [];
    for await (const { path: name, text } of committedTexts(at)) found.push(`${name}: ${text}`);
    return found;
  };

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tunewright-git-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are found under every name that it had, also when it was deleted', async () => {
    assert.deepEqual(await all(), [], 'no repository');
    git('init', '-q');
    assert.deepEqual(await all(), [], 'no commit');
    write('old name.jsonl', 'one\n');
    git('add', '.');
    git('commit', '-qm', 'one');
    renameSync(path.join(folder, 'old name.jsonl'), path.join(folder, 'new.jsonl'));
    write('new.jsonl', 'one\ntwo\n');
    git('add', '-A');
    git('commit', '-qm', 'two');
    rmSync(path.join(folder, 'new.jsonl'));
    git('commit', '-qam', 'gone');
    assert.deepEqual(await all(), ['new.jsonl: one\ntwo\n', 'old name.jsonl: one\n']);
  });

  it('tells one that is too large from one that is not there', async () => {
    write('phones.jsonl', 'twenty characters..\n');
    git('add', '.');
    git('commit', '-qm', 'phones');
    const file = path.join(folder, 'phones.jsonl');
    assert.deepEqual(await committedVersion(file, 20), { text: 'twenty characters..\n' });
    assert.equal(await committedVersion(file, 19), 'tooLarge');
    assert.equal(await committedVersion(path.join(folder, 'none.jsonl')), undefined);
  });

  it('are read without a program that the repository names', async function () {
    if (process.platform === 'win32') this.skip();
    const ran = path.join(folder, 'ran');
    const program = path.join(folder, 'program');
    const signature = '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n';
    const signs = `echo '[GNUPG:] SIG_CREATED ' >&2; printf '%b' '${signature}'`;
    writeFileSync(program, `#!/bin/sh\ntouch '${ran}'\n${signs}\n`, { mode: 0o755 });
    for (const key of ['gpg.program', 'core.fsmonitor']) git('config', key, program);
    git('config', 'log.showSignature', 'true');
    write('signed.jsonl', 'signed\n');
    git('add', 'signed.jsonl');
    git('commit', '-q', '-S', '-m', 'signed');
    git('log', '-1');
    assert.ok(existsSync(ran), 'plain git runs it');
    rmSync(ran);
    assert.ok((await all()).includes('signed.jsonl: signed\n'));
    assert.ok(!existsSync(ran));
  });
});
