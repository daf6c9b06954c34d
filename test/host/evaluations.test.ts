import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vscode from 'vscode';
import type { Measurer } from '../../src/evaluation/compare/measurer';
import { planEvaluation } from '../../src/evaluation/plan';
import { lockOf } from '../../src/evaluation/results/lockResults';
import { Evaluations } from '../../src/workbench/evaluation/evaluations';
import type { ErrorBoundary } from '../../src/workbench/ui/errorBoundary';
import { fakeService } from '../unit/tuning/fakeService';

describe('an evaluation in a window', () => {
  it('has ended when it ends, even if its lock cannot be removed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-evaluations-'));
    const file = path.join(folder, 'x.eval.jsonl');
    const service = fakeService({
      async *generate() {
        await rm(lockOf(file));
        await mkdir(lockOf(file));
        nothing.fire(); // another connection stops it, and its end is announced to nobody
        yield { kind: 'end', finishReason: 'SAFETY', usage: undefined };
      },
    });
    const plan = planEvaluation({
      dataset: { path: 'x.jsonl', text: '{"text_input": "a", "output": "b"}\n' },
      targets: [{ service: service.id, model: 'models/x', label: 'x' }],
      singlePrompts: true,
      metrics: ['exact-match'],
      parameters: {},
      startedAt: new Date(),
    });
    const told: Promise<void>[] = [];
    const boundary: Pick<ErrorBoundary, 'run'> = {
      run: async (_, action) => {
        told.push(Promise.resolve(action()));
      },
    };
    const kept = new Map<string, unknown>();
    const nothing = new vscode.EventEmitter<void>();
    const evaluations = new Evaluations({
      services: [service],
      kept: {
        keys: () => [...kept.keys()],
        get: <T>(key: string, usual?: T) => (kept.get(key) ?? usual) as T,
        update: async (key: string, value: unknown) => void kept.set(key, value),
      },
      boundary: boundary as ErrorBoundary,
      measurer: {} as Measurer,
      place: async () => 'here',
      account: async () => 'me',
      onDidConnect: nothing.event,
    });
    try {
      await evaluations.begin(file, plan, { concurrency: 1, place: 'here', account: 'me' });
      await assert.rejects(Promise.all(told), /isn't a regular file/);
      assert.equal(evaluations.running(file), undefined);
      assert.deepEqual([...kept.values()], [{}]);
    } finally {
      evaluations.dispose();
      nothing.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
