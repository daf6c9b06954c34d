import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { TuningJob } from '../../src/tuning/contract/job';
import type { TuningService } from '../../src/tuning/contract/service';
import type { TuningSpec } from '../../src/tuning/contract/spec';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, startSandbox, waitFor } from '../contract/sandboxProcess';
import { cloneRecords } from '../contract/sandboxState';
import { openWorkbench, patience, type Workbench } from './workbench';

const signal = new AbortController().signal;

describe('the Tuning view', () => {
  let folder: string;
  let sandbox: RunningSandbox;
  let workbench: Workbench;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-tree-'));
    await tuneBefore(folder);
    // Long enough to look at: what runs now goes on running through all tests.
    sandbox = await startSandbox({ dataDir: folder, pace: 200, admin: true });
    await launchNow(sandbox);
    workbench = await openWorkbench({
      settings: { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': folder },
    });
    await workbench.showContainer('Tunewright');
    await workbench.treeRow('slow numbers').filter({ hasText: '%' }).waitFor();
    await workbench.treeRow('slow phone').filter({ hasText: 'loss' }).waitFor({ timeout: 90_000 });
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows each job of both services with what it does, running ones first', async () => {
    await workbench.sideBar.getByText('loading…').first().waitFor({ state: 'detached' });
    const rows = await workbench.treeRows();
    const shapes = [
      /^Gemini API Sandbox \(stand-in model\)$/,
      /^slow numbers \d+% · (.* left · )?epoch \d+\/50 · loss [\d.]+$/,
      /^numbers ready · gemini-1.0-pro-001$/,
      /^broken numbers failed · The Gemini API gave no reason/,
      /^Vertex AI Sandbox \(stand-in model\)$/,
      /^slow phone \d+% · (.* left · )?epoch \d+\/50 · loss [\d.]+$/,
      /^phone ready · gemini-2.5-flash-lite · base model/,
      /^stopped phone canceled$/,
      /^broken phone failed · The training file has no example\.$/,
      /^Evaluations$/,
      /^Datasets$/,
    ];
    assert.equal(rows.length, shapes.length, rows.join('\n'));
    for (const [at, shape] of shapes.entries()) assert.match(rows[at] ?? '', shape);
    await workbench.treeRow('slow numbers').filter({ hasText: / left/ }).waitFor();
  });

  it('shows the checkpoints of a model below it, and a screen reader hears every row', async () => {
    await showCheckpoints();
    await workbench.treeRow('Checkpoint 1').filter({ hasText: 'epoch 1 · step' }).waitFor();
    const labels = await workbench.sideBar
      .locator('.monaco-list-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
    const said = labels.join('\n');
    assert.match(said, /slow numbers, tuning job on Gemini API, \d+%, (.* left, )?epoch \d+\/50, loss/);
    assert.match(said, /broken phone, tuning job on Vertex AI, failed, The training file/);
    assert.match(said, /^phone, tuned model on Vertex AI, ready, gemini-2.5-flash-lite/m);
    assert.match(said, /Checkpoint 1, of phone, epoch 1, step \d+/);
    for (const label of labels) assert.doesNotMatch(label, /·|^$/);
  });

  for (const [theme, name] of [
    ['Light Modern', 'light'],
    ['Dark Modern', 'dark'],
    ['Default High Contrast', 'high-contrast'],
  ] as const) {
    it(`looks right in ${theme}`, async () => {
      await workbench.useTheme(theme);
      await workbench.screenshot(`tree-${name}`);
      await workbench.useTheme('Light Modern');
    });
  }

  it('tells everything about a job in its tooltip', async () => {
    await workbench.page.mouse.move(900, 600);
    await workbench.treeRow(/^phone/).hover();
    const tooltip = workbench.page.locator('.monaco-hover:not(.hidden)').last();
    await tooltip.getByText('Base model', { exact: true }).waitFor();
    const text = (await tooltip.textContent()) ?? '';
    for (const fact of [/Epochs3/, /tuningJobs\/\d+/, /Ended.*after/, /Examples10/, /Checkpoints/])
      assert.match(text.replace(/\s/g, ''), fact);
    await workbench.screenshot('tree-tooltip');
    await workbench.page.mouse.move(900, 600);
    await tooltip.waitFor({ state: 'hidden' });
  });

  it('filters while one types, says so, and shows all again', async () => {
    await workbench.runCommand('Tunewright: Filter Jobs…');
    await workbench.quickInput.fill('flash failed');
    await workbench.treeRow('slow numbers').waitFor({ state: 'detached' });
    assert.deepEqual(
      (await workbench.treeRows()).map((row) => row.replace(/ failed.*/, '')),
      [
        'Gemini API 0 of 3 · Sandbox (stand-in model)',
        'Vertex AI 1 of 4 · Sandbox (stand-in model)',
        'broken phone',
        'Evaluations',
        'Datasets',
      ],
    );
    await workbench.page.keyboard.press('Enter');
    await workbench.sideBar.getByText('Filtered by "flash failed": 1 of 7 jobs').waitFor();
    await workbench.screenshot('tree-filtered');
    await workbench.sideBar.getByRole('button', { name: 'Clear Filter' }).click();
    await workbench.treeRow('slow numbers').waitFor();
  });

  it('sorts by name, and the running ones stay first', async () => {
    await workbench.runCommand('Tunewright: Sort Jobs By…');
    await workbench.choose('by name');
    await workbench.sideBar.getByText('Sorted by name').waitFor();
    await workbench.treeRow('stopped phone').waitFor();
    const jobs = async () =>
      (await workbench.treeRows())
        .map((row) => row.replace(/ (\d+%|failed|canceled|ready).*/, ''))
        .filter((row) => /phone$/.test(row));
    const wanted = ['slow phone', 'phone', 'broken phone', 'stopped phone'];
    await waitFor(jobs, (names) => names.join() === wanted.join());
    await workbench.runCommand('Tunewright: Sort Jobs By…');
    await workbench.choose('newest first');
  });

  it('renames a tuned model by F2', async () => {
    await workbench.treeRow(/^numbers/).click();
    await pressUntil('F2', workbench.page.getByText('Rename numbers'));
    assert.equal(await workbench.quickInput.inputValue(), 'numbers');
    await workbench.answer('counting');
    await workbench.treeRow('counting').waitFor();
    assert.ok(!(await workbench.treeRows()).some((row) => row.startsWith('numbers')));
  });

  it('shares a tuned model with a person and with everyone, and still lists it', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('counting'), 'Share Tuned Model…');
    await workbench.choose('Add person…');
    await workbench.answer('friend@example.com');
    await workbench.choose('reader');
    await workbench.page.getByPlaceholder('friend@example.com now has access.').waitFor();
    assert.ok((await workbench.quickPickLabels()).includes('friend@example.com'));
    await workbench.screenshot('tree-share');
    await workbench.choose('Share with everyone…');
    const said = await workbench.answerDialog('Share with Everyone');
    assert.match(said, /Share counting with everyone\?.*reveal training data/);
    await workbench.page.getByPlaceholder('Everyone now has access.').waitFor();
    await workbench.choose('Everyone');
    await workbench.answerDialog('Stop Sharing');
    await workbench.page.getByPlaceholder('Everyone no longer has access.').waitFor();
    await workbench.choose('Share with everyone…');
    await workbench.answerDialog('Share with Everyone');
    await workbench.page.getByPlaceholder('Everyone now has access.').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Tunewright: Refresh Jobs');
    await workbench.treeRow('counting').waitFor();
  });

  it('launches again from a form that is filled in as before, by one key and one confirmation', async () => {
    await workbench.openFile('number_generator.jsonl');
    await workbench.chooseInContextMenu(workbench.treeRow('counting'), 'Relaunch with Changes…');
    await workbench.choose('number_generator.jsonl');
    await workbench.quickPickItem('Epochs').waitFor();
    assert.match(
      (await workbench.quickPickItem('Name of the tuned model').textContent()) ?? '',
      /counting 2/,
    );
    assert.match((await workbench.quickPickItem('Epochs').textContent()) ?? '', /Epochs.?3/);
    await workbench.screenshot('tree-relaunch');
    await workbench.quickInput.press('Enter'); // filled in as before: one key, then the confirmation
    const said = await workbench.answerDialog('Cancel');
    assert.match(said, /Tune "counting 2" on 15 examples from.*Epochs: 3 · Batch size: 2/s);
  });

  it('goes on from a checkpoint', async () => {
    await workbench.openFile('vertex_contents_smartphone_support.jsonl');
    await showCheckpoints();
    await workbench.chooseInContextMenu(workbench.treeRow('Checkpoint 1'), 'Continue Tuning…');
    await workbench.choose('vertex_contents_smartphone_support.jsonl');
    await workbench.choose('Base model');
    const chosen = workbench.page.locator('.quick-input-list .monaco-list-row.focused');
    await chosen.filter({ hasText: 'continue from checkpoint 1' }).waitFor();
    await workbench.screenshot('tree-continue');
    await workbench.quickInput.press('Enter');
    await workbench.quickPickItem('Name of the tuned model').getByText('phone 2').waitFor();
    await workbench.startTuning();
    const said = await workbench.answerDialog('Cancel'); // the file is in Cloud Storage already: no bucket is asked for
    assert.match(said, /Continues from: projects\/\S+\/models\/\d+@1/);
    assert.match(said, /Epochs: 3/);
  });

  it('deletes several rows by the key, saying what goes with them', async () => {
    await workbench.treeRow('broken numbers').click();
    await workbench.treeRow('counting').click({ modifiers: ['ControlOrMeta'] });
    await pressUntil('Delete', workbench.dialog);
    const said = await workbench.answerDialog('Delete');
    assert.match(said, /Delete 2 tuned models\?/);
    await workbench.treeRow('broken numbers').waitFor({ state: 'detached' });
    await workbench.treeRow('counting').waitFor({ state: 'detached' });
    await workbench.treeRow(/^phone/).click();
    await workbench.chooseInContextMenu(workbench.treeRow(/^phone/), 'Open in Playground');
    const playground = workbench.webview.locator('ul.targets');
    await playground.getByText('phone').waitFor();
    await workbench.page.getByRole('tab', { name: /^Playground/ }).dblclick(); // it stays open
    await workbench.treeRow(/^phone/).click();
    await workbench.chooseInContextMenu(workbench.treeRow(/^phone/), 'Delete Tuned Model…');
    assert.match(await workbench.answerDialog('Delete'), /3 endpoints and 3 checkpoints/);
    // Vertex AI keeps the job, and goes on to name the model.
    await workbench
      .treeRow(/^phone/)
      .filter({ hasText: 'tuned model deleted' })
      .waitFor();
    await workbench.treeRow('Checkpoint 1').waitFor({ state: 'detached' });
    // The click on the row has opened the page of the job.
    await workbench.webview.locator('.badge').getByText('Tuned model deleted').waitFor({ timeout: 5000 });
    assert.equal(await workbench.webview.getByRole('button', { name: 'Prompt' }).count(), 0);
    await workbench.screenshot('job-page-deleted');
    // The playground that was open for it.
    await workbench.page.getByRole('tab', { name: /^Playground/ }).click();
    await playground.getByText('phone was deleted. Its responses stay here.').waitFor({ timeout: 5000 });
    await workbench.screenshot('playground-deleted');
    await playground.getByRole('button', { name: 'Prompt Another Model…' }).click();
    await workbench.quickInputTitled('Select a Model to Prompt Instead');
    assert.ok(!(await workbench.quickPickLabels()).includes('phone'));
    await workbench.page.keyboard.press('Escape');
  });

  it('lists plan files as they come and go', async () => {
    const file = path.join(workbench.folder, 'again.tune.json');
    const plan = {
      service: 'geminiApi',
      baseModel: 'models/x',
      displayName: 'x',
      dataset: 'x.jsonl',
      hyperparameters: {},
    };
    await writeFile(file, JSON.stringify(plan));
    await workbench.treeRow('Plans').waitFor();
    await workbench.treeRow('again').waitFor();
    await workbench.screenshot('tree-plans');
    await rm(file);
    await workbench.treeRow('Plans').waitFor({ state: 'detached' });
  });

  /** VS Code hears a moment after a click what can be done with the row. */
  async function pressUntil(key: string, opened: Locator): Promise<void> {
    const deadline = Date.now() + patience;
    // A busy machine takes longer: what is about to open must not be asked for again.
    for (let timeout = 1000; !(await opened.isVisible()); timeout *= 2) {
      assert.ok(Date.now() < deadline, `${key} opened nothing.`);
      await workbench.page.keyboard.press(key);
      await opened.waitFor({ timeout }).catch(() => undefined);
    }
  }

  async function showCheckpoints(): Promise<void> {
    await workbench.treeRow(/^phone/).click();
    await pressUntil('ArrowRight', workbench.treeRow('Checkpoint 1'));
  }
});

describe('the Tuning view without jobs', () => {
  let sandbox: RunningSandbox;
  let workbench: Workbench;

  before(async () => {
    sandbox = await startSandbox({ admin: true });
    const settings = { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': sandbox.dataDir };
    workbench = await openWorkbench({ settings });
    await workbench.showContainer('Tunewright');
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
  });

  it('offers a newcomer to tune first, and nothing on jobs or models that are not there', async () => {
    await workbench.sideBar.getByRole('button', { name: 'Tune Model…' }).waitFor();
    for (const typed of ['tune', 'tune model', 'tunewright']) {
      await workbench.page.keyboard.press('F1');
      await workbench.quickInput.fill(`>${typed}`);
      await workbench.quickPickItem('Tune Model with Tunewright…').waitFor();
      const labels = await workbench.quickPickLabels();
      assert.equal(labels[0], 'Tune Model with Tunewright…', `${typed}: ${labels}`);
      assert.deepEqual(
        labels.filter((label) => /Tuned Model…|Checkpoint|Cancel Job/.test(label)),
        [],
      );
      await workbench.screenshot(`palette-${typed.replaceAll(' ', '-')}`);
      await workbench.page.keyboard.press('Escape');
    }
  });

  it('asks which file to tune on when a page is in front, with those that are open first', async () => {
    await workbench.runCommand('Tunewright: Open Sample Dataset');
    await workbench.page.getByRole('tab', { name: /Untitled-1/ }).waitFor();
    await workbench.runCommand('Tunewright: Check Setup');
    await workbench.page.getByRole('tab', { name: /Check Setup/ }).waitFor();
    await workbench.sideBar.getByRole('button', { name: 'Tune Model…' }).click();
    await workbench.quickInputTitled('Tune Model');
    const labels = await workbench.quickPickLabels();
    const held = 'number_generator.validation.jsonl';
    assert.deepEqual(labels.slice(0, 3), ['Untitled-1', held, 'number_generator.jsonl']);
    await workbench.screenshot('tune-which-file');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPickItem('Start Tuning').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  for (const [state, fault, says, button] of [
    ['noJobs', undefined, /No tuning jobs yet/, 'Tune Model…'],
    ['apiOff', 'SERVICE_DISABLED', /The tuning API isn't enabled/, 'Enable API'],
    ['notSignedIn', 'ACCESS_TOKEN_EXPIRED', /You aren't signed in to Google/, 'Sign In to Google'],
    ['sandboxStopped', 'cutBefore', /The sandbox has stopped/, 'Start It and Try Again'],
  ] as const) {
    it(`tells the next step: ${state}`, async () => {
      await sandbox.setFaults({
        rules: fault === undefined ? [] : [{ path: 'tun(edModels|ingJobs)', fault: faultOf(fault) }],
      });
      await workbench.runCommand('Tunewright: Refresh Jobs');
      await workbench.sideBar.getByText(says).waitFor();
      await workbench.sideBar
        .getByRole('region', { name: 'Welcome' })
        .getByRole('button', { name: button })
        .waitFor();
      await workbench.screenshot(`welcome-${state}`);
    });
  }

  it('shows the row of a service that fails beside the one that works, with its next step', async () => {
    await sandbox.setFaults({ rules: [{ rpc: 'ListTuningJobs', fault: faultOf('SERVICE_DISABLED') }] });
    await workbench.runCommand('Tunewright: Refresh Jobs');
    await workbench.treeRow('Gemini API').filter({ hasText: 'no jobs yet' }).waitFor();
    await workbench.treeRow('Enable API').filter({ hasText: "isn't enabled" }).waitFor();
    await workbench.screenshot('tree-failure');
  });
});

function faultOf(name: string): object {
  return name === 'cutBefore' ? { kind: name } : { kind: 'error', error: name };
}

/** One finished job on each service, and copies of them that have failed or were cancelled. */
async function tuneBefore(dataDir: string): Promise<void> {
  const sandbox = await startSandbox({ dataDir });
  const services = await servicesOf(sandbox);
  const [gemini, vertex] = await Promise.all([
    launch(services, 'geminiApi', 'numbers', 3),
    launch(services, 'vertexAi', 'phone', 3),
  ]);
  for (const job of [gemini, vertex]) {
    const service = serviceOf(services, job.service);
    await waitFor(
      () => service.get(job, signal),
      ({ state }) => state === 'SUCCEEDED',
    );
  }
  await sandbox.stop();
  const earlier = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await cloneRecords(dataDir, 'tunedModels', 1, (_, { model }) => ({
    id: 'broken-numbers',
    state: 'FAILED',
    createTime: earlier(90),
    model: { ...model, displayName: 'broken numbers' },
  }));
  const error = { code: 3, message: 'The training file has no example.' };
  const ended = [
    { name: 'stopped phone', state: 'JOB_STATE_CANCELLED' },
    { name: 'broken phone', state: 'JOB_STATE_FAILED', error },
  ];
  for (const [at, { name, ...more }] of ended.entries()) {
    await cloneRecords(dataDir, 'tuningJobs', 1, (_, { spec }) => ({
      id: `400000000000000000${at}`,
      createTime: earlier(60 + at),
      model: undefined,
      endpoints: undefined,
      spec: { ...spec, tunedModelDisplayName: name, labels: {} }, // those name the launch, which made one job
      ...more,
    }));
  }
}

async function launchNow(sandbox: RunningSandbox): Promise<void> {
  const services = await servicesOf(sandbox);
  await launch(services, 'geminiApi', 'slow numbers', 50);
  await launch(services, 'vertexAi', 'slow phone', 50);
}

async function launch(
  services: readonly TuningService[],
  id: string,
  displayName: string,
  epochCount: number,
): Promise<TuningJob> {
  const service = serviceOf(services, id);
  const files = { geminiApi: 'number_generator.jsonl', vertexAi: 'vertex_contents_smartphone_support.jsonl' };
  const name = files[id as keyof typeof files];
  const text = await readFile(path.resolve('test', 'fixtures', name), 'utf8');
  const baseModels = await service.baseModels(signal);
  const baseModel = baseModels.find((one) => one.name === 'gemini-2.5-flash-lite') ?? baseModels[0];
  const spec: TuningSpec = {
    service: id,
    baseModel: baseModel?.name ?? '',
    displayName,
    hyperparameters: { epochCount, ...(id === 'geminiApi' ? { batchSize: 2 } : {}) },
    bucket: 'tree-bucket',
  };
  const buckets = (await service.storage?.buckets(signal)) ?? [];
  if (!buckets.some((bucket) => bucket.name === spec.bucket))
    await service.storage?.createBucket('tree-bucket', signal);
  const id10 = `e2e${displayName.replace(/\W/g, '')}0000000`.slice(0, 10);
  const dataset = { kind: 'local', name, text } as const;
  return service.create(
    await service.prepare({ spec, id: id10, dataset, onProgress: () => {} }, signal),
    signal,
  );
}

function serviceOf(services: readonly TuningService[], id: string): TuningService {
  return services.find((one) => one.id === id) ?? assert.fail(id);
}

async function servicesOf(sandbox: RunningSandbox): Promise<readonly TuningService[]> {
  const authClient = await credentialsFromFile(sandbox.adc);
  const at = { project: 'sandbox', region: 'us-central1', origin: () => sandbox.url };
  return tuningServices(async () => ({ client: authClient, authClient, ...at }));
}
