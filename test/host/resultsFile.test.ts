import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import vscode from 'vscode';

/** The repository: tests run from `dist/test/host`. */
const fixtures = path.resolve(__dirname, '../../../test/fixtures/evaluation');

describe('a results file of a stranger', () => {
  it('leaves the extension host free to answer, however long its schema takes', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'nested.eval.jsonl');
    await vscode.workspace.fs.writeFile(uri, await readFile(path.join(fixtures, 'nested.eval.jsonl')));
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    await vscode.commands.executeCommand('vscode.openWith', uri, 'tunewright.evaluation');
    await sleep(7000); // longer than the schema is given
    delay.disable();
    const longest = delay.max / 1e6;
    // Judged on this thread, it would stand still for minutes.
    assert.ok(longest < 7000, `The extension host stood still for ${Math.round(longest)} ms.`);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
