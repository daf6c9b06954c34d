import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { evaluateModels } from '../../../src/agents/tools/evaluateModels';
import { folderHost } from '../../../src/cli/mcp/folderHost';
import { largestText } from '../../../src/dataset/files/largestText';
import { fakeService } from '../tuning/fakeService';

describe('an evaluation that an agent asks for', () => {
  let folder: string;
  let sent: number;
  let stop: AbortController;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-agents-')));
    sent = 0;
    stop = new AbortController();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const service = fakeService({
    id: 'geminiApi',
    async *generate() {
      sent++;
      yield { kind: 'end', finishReason: 'STOP', usage: undefined };
    },
  });
  /** The user says yes, and the agent's program cancels the call at the same moment. */
  const evaluate = async () => {
    const host = folderHost([folder], {
      services: async () => ({ services: [service], isSandbox: false }),
      consent: async () => stop.abort(),
    });
    await evaluateModels.run({ file: 'x.jsonl', models: ['geminiApi:models/x'] }, host, stop.signal);
  };

  it('sends nothing any more when the call was canceled while the user was asked', async () => {
    await writeFile(path.join(folder, 'x.jsonl'), '{"text_input": "a", "output": "b"}\n');
    await assert.rejects(evaluate(), { name: 'AbortError' });
    assert.deepEqual([sent, await readdir(folder)], [0, ['x.jsonl']]);
  });

  it('gives its responses even when its lock cannot be removed', async () => {
    await writeFile(path.join(folder, 'x.jsonl'), '{"text_input": "a", "output": "b"}\n');
    const replacing = fakeService({
      id: 'geminiApi',
      async *generate() {
        const locks = path.join(folder, '.tunewright');
        for (const name of (await readdir(locks)).filter((one) => one.endsWith('.lock'))) {
          await rm(path.join(locks, name));
          await mkdir(path.join(locks, name));
        }
        yield { kind: 'text', text: 'b' };
        yield { kind: 'end', finishReason: 'STOP', usage: undefined };
      },
    });
    const host = folderHost([folder], {
      services: async () => ({ services: [replacing], isSandbox: true }),
      consent: async () => {},
    });
    const asked = { file: 'x.jsonl', models: ['geminiApi:models/x'] };
    assert.match(JSON.stringify(await evaluateModels.run(asked, host, stop.signal)), /1 of 1|100\.0%/);
  });

  it("is refused on a file that doesn't fit into the memory of all extensions", async () => {
    await writeFile(path.join(folder, 'x.jsonl'), '');
    await truncate(path.join(folder, 'x.jsonl'), largestText + 1);
    await assert.rejects(evaluate(), /x\.jsonl is larger than 50 MB/);
  });
});
