import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vscode from 'vscode';
import { OtherWindows } from '../../src/workbench/ui/otherWindows';

describe('what one window changes at a service', () => {
  it('the others hear of within a second, and it does not hear of itself', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-windows-'));
    const log = vscode.window.createOutputChannel('Tunewright windows', { log: true });
    const windows = [0, 1, 2].map(() => new OtherWindows(folder, log));
    const heard = windows.map(() => 0);
    for (const [at, window] of windows.entries())
      window.onDidHear(() => heard.splice(at, 1, (heard[at] ?? 0) + 1));
    await sleep(500); // they begin to watch
    windows[0]?.tell();
    for (const end = Date.now() + 5000; Date.now() < end && heard.join() !== '0,1,1'; ) await sleep(20);
    assert.deepEqual(heard, [0, 1, 1]);
    windows[2]?.tell();
    for (const end = Date.now() + 5000; Date.now() < end && heard.join() !== '1,2,1'; ) await sleep(20);
    assert.deepEqual(heard, [1, 2, 1]);
    for (const one of [...windows, log]) one.dispose();
    await rm(folder, { recursive: true });
  });
});

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
