import assert from 'node:assert/strict';
import { hasEnded } from '../../src/tuning/contract/job';
import type { Prompt, TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { failureOf } from '../../src/tuning/google/errors/jobFailure';
import { judgeByJobs } from '../../src/tuning/launch/launchRules';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const signal = new AbortController().signal;
const prompt: Prompt = { systemInstruction: undefined, turns: [{ role: 'user', text: 'x' }], parameters: {} };
const uri = 'gs://cloud-samples-data/ai-platform/generative_ai/gemini-2_0/text/sft_train_data.jsonl';

/** What Google holds a project to, and what we say of it. */
describe('projects in the sandbox', () => {
  let sandbox: RunningSandbox;

  before(async () => {
    sandbox = await startSandbox({ pace: 20, admin: true });
  });
  after(async () => {
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  async function serviceOf(project: string): Promise<TuningService> {
    const authClient = await credentialsFromFile(sandbox.adc);
    const origin = () => sandbox.url;
    const connection = { client: authClient, authClient, project, region: 'us-central1', origin };
    const services = tuningServices(() => Promise.resolve(connection));
    return services.find(({ id }) => id === 'vertexAi') ?? assert.fail();
  }

  async function launch(service: TuningService, baseModel: string, region = 'us-central1') {
    const spec = { service: 'vertexAi', baseModel, region, displayName: 'x', hyperparameters: {} };
    const dataset = { kind: 'remote', uri } as const;
    const id = `launch-${baseModel.replaceAll('.', '-')}-${region}`;
    return service.create(await service.prepare({ spec, id, dataset, onProgress() {} }, signal), signal);
  }

  async function ask(service: TuningService, model: string): Promise<void> {
    for await (const _ of service.generate(model, prompt, signal));
  }

  it('new ones are kept from models that are closed to them, in launches and prompts, and we say why', async () => {
    await sandbox.setFaults({ newProjects: ['fresh'] });
    const [fresh, old] = [await serviceOf('fresh'), await serviceOf('old')];
    await assert.rejects(launch(fresh, 'gemini-2.5-flash'), {
      message:
        /^Google doesn't tune Gemini 2\.5 Flash for this project\. Select a newer one, such as gemini-3/,
    });
    const closed = {
      message: /^Since 2026-10-20, gemini-2\.5-flash is closed to projects that hadn't used it/,
    };
    await assert.rejects(ask(fresh, 'gemini-2.5-flash'), closed);
    await ask(fresh, 'gemini-3.5-flash');
    await ask(old, 'gemini-2.5-flash');
    for (const service of [fresh, old])
      await service.cancel(await launch(service, 'gemini-3.5-flash'), signal);
    await old.cancel(await launch(old, 'gemini-2.5-flash'), signal);
  });

  it('a bucket that Google’s agent may not read fails the job, in both of Google’s wordings, and we name the agent', async () => {
    const service = await serviceOf('old');
    const headers = { Authorization: `Bearer ${await sandbox.token()}` };
    const send = (address: string, body: string) =>
      fetch(sandbox.url + address, { method: 'POST', headers, body });
    await send('/storage/v1/b?project=old', JSON.stringify({ name: 'strange' }));
    const answer = { role: 'model', parts: [{ text: 'A bun.' }] };
    const picture = { fileData: { mimeType: 'image/png', fileUri: 'gs://secret/bun.png' } };
    const row = JSON.stringify({ contents: [{ role: 'user', parts: [picture, { text: 'What?' }] }, answer] });
    const upload = '/upload/storage/v1/b/strange/o?uploadType=media&name=train.jsonl';
    assert.ok((await send(upload, row)).ok);
    const endOf = async (unreadable: string) => {
      await sandbox.setFaults({ unreadableBuckets: [unreadable] });
      const spec = {
        service: 'vertexAi',
        baseModel: 'gemini-3.5-flash',
        displayName: 'x',
        hyperparameters: {},
      };
      const dataset = { kind: 'remote', uri: 'gs://strange/train.jsonl' } as const;
      const id = `agent${unreadable}`;
      const prepared = await service.prepare({ spec, id, dataset, onProgress() {} }, signal);
      const { name } = await service.create(prepared, signal);
      const ended = await waitFor(
        () => service.get({ name }, signal),
        ({ state }) => hasEnded(state),
      );
      return failureOf(ended)?.message ?? '';
    };
    for (const [bucket, where] of [
      ['strange', 'the bucket strange'],
      ['secret', 'the bucket'],
    ] as const) {
      const says = await endOf(bucket);
      assert.match(
        says,
        /^Google's service agent service-\d+@gcp-sa-aiplatform\.iam\.gserviceaccount\.com lacks storage\.objects\.get/,
      );
      assert.ok(says.includes(`on ${where}`), says);
    }
  });

  it('one whose quota of jobs is used up has the next one wait, in whatever region, until one ends', async () => {
    await sandbox.setFaults({ tuningJobsAtOnce: 1 });
    const [service, other] = [await serviceOf('busy'), await serviceOf('idle')];
    const first = await launch(service, 'gemini-3.5-flash');
    await waitFor(
      () => service.get(first, signal),
      ({ detail }) => detail === 'TUNING',
    );
    const second = await launch(service, 'gemini-3.5-flash', 'europe-west4');
    const theirs = await launch(other, 'gemini-3.5-flash');
    await waitFor(
      () => other.get(theirs, signal),
      ({ detail }) => detail === 'TUNING',
    );
    const waiting = await service.get(second, signal);
    assert.deepEqual([waiting.state, waiting.detail], ['RUNNING', 'WAITING_FOR_QUOTA']);
    const running = (await service.jobsAtOnce?.running([], signal)) ?? [];
    assert.deepEqual(new Set(running.map(({ name }) => name)), new Set([first.name, second.name]));
    const around = { service, target: undefined, region: 'us-central1', jobs: running };
    assert.match(judgeByJobs(first.spec, around).warnings.join(), /^Running now: 2 jobs\. .*might wait/);

    await service.cancel(first, signal);
    const begun = await waitFor(
      () => service.get(second, signal),
      ({ detail }) => detail !== 'WAITING_FOR_QUOTA',
    );
    assert.equal(begun.state, 'RUNNING');
    assert.ok(hasEnded((await service.get(first, signal)).state));
    for (const [of, job] of [
      [service, second],
      [other, theirs],
    ] as const)
      await of.cancel(job, signal);
  });
});
