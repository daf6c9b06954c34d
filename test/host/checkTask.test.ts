import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import vscode from 'vscode';
import { checkTask } from '../../src/workbench/entry/checkTask';

describe('the task tunewright: check', () => {
  const folder = () => vscode.workspace.workspaceFolders?.[0] ?? assert.fail();
  const place = () => vscode.Uri.joinPath(folder().uri, 'task data');
  after(() => vscode.workspace.fs.delete(place(), { recursive: true }));

  it('is offered for each folder, with the matcher for its output', async () => {
    const [task] = await vscode.tasks.fetchTasks({ type: 'tunewright' });
    assert.deepEqual([task?.name, task?.source], ['check', 'tunewright']);
    assert.deepEqual(task?.problemMatchers, ['$tunewright']);
  });

  it('shows the problems of files that are not open, and fails', async () => {
    const uri = vscode.Uri.joinPath(place(), 'bad [1].jsonl');
    const text = '{"text_input": "a", "output": "b"}\n{"text_input": "c", "output": "d",}\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const { extensionUri } = vscode.extensions.getExtension('tunewright.tunewright') ?? assert.fail();
    const ends = new EventEmitter();
    const listener = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => ends.emit('end', exitCode));
    const errors = () =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    const shown = new Promise<void>((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        if (errors().length === 0) return;
        listening.dispose();
        resolve();
      });
    });
    const ended = once(ends, 'end');
    await vscode.tasks.executeTask(
      checkTask(extensionUri, folder(), { type: 'tunewright', files: ['task data'] }),
    );
    assert.deepEqual(await ended, [1]);
    listener.dispose();
    await shown;
    const [problem] = errors();
    assert.equal(problem?.message, 'Unexpected comma before "}".');
    assert.equal(problem.source, 'tunewright');
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [1, 33]);
  });
});
