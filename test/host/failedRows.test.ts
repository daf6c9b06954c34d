import assert from 'node:assert/strict';
import vscode from 'vscode';
import type { TuningJob } from '../../src/tuning/contract/job';
import type { TuningService } from '../../src/tuning/contract/service';
import { lineMapOf } from '../../src/tuning/droppedExamples/lineMap';
import { goToFailedRow } from '../../src/workbench/jobs/dropped/droppedExample';
import { DroppedExamples } from '../../src/workbench/jobs/dropped/droppedExamples';
import { jobItem } from '../../src/workbench/jobs/tree/rowItems';
import type { Workbench } from '../../src/workbench/workbench';
import { fakeMemory } from '../unit/tuning/fakeMemory';

const example = (text: string) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [{ text }] },
      { role: 'model', parts: [{ text: 'Bread.' }] },
    ],
  });
/** Line 3 is blank. */
const text = [example('rye?'), example('bun?'), '', example('focaccia?')].join('\n');

describe('the row for which a job has failed', () => {
  it("is marked in the local file, with the service's own sentence and without the row that it quotes", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'failed.jsonl');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const dropped = droppedExamplesOf(uri);
    try {
      dropped.tell([failedJob('Row: 2. Missing required `contents` field. JSON: {"messages": []}')]);
      const [problem] = await problemsOf(uri);
      assert.equal(problem?.range.start.line, 3);
      assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
      assert.match(
        problem?.message ?? '',
        /stopped tuning "bakery" at this example: Row: 2\. Missing .* field\. …$/,
      );
    } finally {
      dropped.dispose();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('is gone to from the row of the job in the tree', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder, 'failed.jsonl');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const job = failedJob('Row: 2. Missing required `contents` field.');
    const service = { can: {}, consoleUrl: () => undefined } as unknown as TuningService;
    const node = { kind: 'job' as const, job, service };
    const droppedExamples = droppedExamplesOf(uri, [job]);
    try {
      assert.match(jobItem(node, { isPlanned: false }).contextValue ?? '', /\brows\b/);
      await goToFailedRow({ droppedExamples } as Partial<Workbench> as Workbench, node);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), uri.toString());
      assert.equal(editor.selection.active.line, 3);
    } finally {
      droppedExamples.dispose();
      await vscode.workspace.fs.delete(uri);
    }
  });
});

const launchId = 'abcdefghij';

function failedJob(error: string): TuningJob {
  return {
    service: 'vertexAi',
    name: 'projects/p/locations/us-central1/tuningJobs/1',
    displayName: 'bakery',
    state: 'FAILED',
    error,
    launchId,
    spec: { region: 'us-central1' },
    dataStats: undefined,
    createTime: 0,
  } as Partial<TuningJob> as TuningJob;
}

/** Knows of one launch, with the file as it was uploaded. */
function droppedExamplesOf(uri: vscode.Uri, jobs: readonly TuningJob[] = []): DroppedExamples {
  const nothing = () => ({ dispose: () => {} });
  const options = {
    services: [],
    watcher: { onDidChange: nothing, onDidEnd: nothing, jobs: () => ({ jobs }) },
    launches: { all: async () => [{ id: launchId, data: { source: uri.toString() } }] },
    lineMaps: { get: async () => lineMapOf(text) },
    memory: fakeMemory({ now: () => 0 }),
    log: { warn: (message: string) => assert.fail(message) },
  };
  return new DroppedExamples(options as unknown as ConstructorParameters<typeof DroppedExamples>[0]);
}

async function problemsOf(uri: vscode.Uri): Promise<readonly vscode.Diagnostic[]> {
  for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const problems = vscode.languages
      .getDiagnostics(uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    if (problems.length > 0 || Date.now() > deadline) return problems;
  }
}
