import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vscode from 'vscode';
import type { UserError } from '../../src/base/userError';
import type { LaunchRecord } from '../../src/tuning/contract/launchRecord';
import type { TrainingFile } from '../../src/tuning/contract/service';
import type { JobWatcher } from '../../src/tuning/watch/jobWatcher';
import type { Connections } from '../../src/workbench/connection/connections';
import { Launching } from '../../src/workbench/launch/launching';
import { changedFiles, hashOf, remoteData } from '../../src/workbench/launch/trainingData';
import { fakeJob, fakeService } from '../unit/tuning/fakeService';

const confirmed = '{"text_input":"rye?","output":"2 euros"}\n';

describe('a launch that is gone on with, by its validation file', () => {
  let scratch: string;
  let uri: vscode.Uri;
  let launching: Launching;
  /** What a service was given to upload, and how often a job was asked for. */
  let uploaded: (TrainingFile | undefined)[];
  let created: number;

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-validation-'));
    uri = vscode.Uri.file(path.join(scratch, 'orders.validation.jsonl'));
    await write(confirmed);
    uploaded = [];
    created = 0;
    const service = fakeService({
      prepare: async ({ validation }) => {
        uploaded.push(validation);
        return { id: 'validated0', path: 'tunedModels', body: {} };
      },
      create: async () => {
        created++;
        return fakeJob('tunedModels/validated0', 'RUNNING');
      },
    });
    const connections = {
      kind: 'sandbox',
      connect: async () => ({ project: 'p', region: 'r' }),
      account: async () => 'ann',
    };
    launching = new Launching(
      [service],
      { track: () => {} } as unknown as JobWatcher,
      connections as unknown as Connections,
      { info: () => {}, error: assert.fail, warn: assert.fail } as unknown as vscode.LogOutputChannel,
      scratch,
    );
  });
  afterEach(async () => {
    launching.dispose();
    await rm(scratch, { recursive: true, force: true });
  });

  it('is sent with the file that was confirmed', async () => {
    await launching.start(record(), remoteData('gs://bucket/orders.jsonl'));
    assert.equal(created, 1);
    assert.deepEqual(uploaded, [{ kind: 'local', name: 'orders.validation.jsonl', text: confirmed }]);
  });

  it('sends nothing when that file is another one by now, and names it', async () => {
    await write(confirmed.replace('rye', 'rice'));
    await assert.rejects(launching.start(record(), remoteData('gs://bucket/orders.jsonl')), (error) => {
      const { reason, message } = error as UserError;
      assert.equal(reason, 'DATA_CHANGED');
      assert.match(message, /^orders\.validation\.jsonl changed after you confirmed the launch of bakery/);
      return true;
    });
    assert.deepEqual([uploaded, created], [[], 0]);
    const now = remoteData('gs://bucket/orders.jsonl');
    assert.deepEqual(await changedFiles(record(), now), ['orders.validation.jsonl']);
  });

  /** As another program writes it: the window may have the file open already. */
  async function write(text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }

  function record(): LaunchRecord {
    return {
      id: 'validated0',
      place: 'sandbox/p/r',
      account: 'ann',
      spec: {
        ...{ service: 'fake', baseModel: 'base', displayName: 'bakery', hyperparameters: {} },
        validation: uri.toString(),
      },
      data: {
        ...{ source: 'gs://bucket/orders.jsonl', name: 'orders.jsonl', examples: undefined },
        ...{ sha256: undefined, validationSha256: hashOf(confirmed) },
      },
      estimate: { steps: undefined, billableTokens: undefined, price: undefined },
      confirmedAt: Date.now(),
      stage: { kind: 'confirmed' },
    };
  }
});
