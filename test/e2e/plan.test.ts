import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench';

describe('plan files, in the sandbox', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ settings: { 'tunewright.connection': 'sandbox' } });
    const plan = {
      service: 'geminiApi',
      baseModel: 'models/gemini-1.0-pro-001',
      displayName: 'planned',
      dataset: 'number_generator.jsonl',
      hyperparameters: { epochCount: 5, batchSize: 2 },
    };
    await writeFile(path.join(workbench.folder, 'planned.tune.json'), JSON.stringify(plan, undefined, 2));
    const validated = {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      displayName: 'validated',
      dataset: 'vertex_contents_smartphone_support.jsonl',
      validation: 'validation.jsonl',
      bucket: 'tunewright-plans',
      hyperparameters: {},
    };
    const turns = [{ role: 'user', parts: [{ text: 'Is it charged?' }] }];
    await writeFile(path.join(workbench.folder, 'validation.jsonl'), JSON.stringify({ contents: turns }));
    await writeFile(
      path.join(workbench.folder, 'validated.tune.json'),
      JSON.stringify(validated, undefined, 2),
    );
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('says what a launch would do, without launching', async () => {
    await workbench.openFile('planned.tune.json');
    await workbench.clickLens('Check', workbench.dialog);
    await workbench.screenshot('plan-check');
    const said = await workbench.answerDialog('OK');
    assert.match(said, /"planned" is ready to launch/);
    assert.match(said, /Training tokens: \d+ \(all epochs\)\s*Steps: 38/);
  });

  it('launches, and writes beside it what was launched', async () => {
    await workbench.clickLens('Launch', workbench.dialog);
    const said = await workbench.answerDialog('Start Tuning');
    assert.match(said, /Tune "planned" on 15 examples from/);
    await workbench.showContainer('Tunewright');
    await workbench.treeRow(/planned.*(running|%|ready)/).waitFor(); // the plan has a row too
    const [file = ''] = (await readdir(workbench.folder)).filter((name) => name.endsWith('.run.json'));
    const run = JSON.parse(await readFile(path.join(workbench.folder, file), 'utf8')) as Record<
      string,
      unknown
    >;
    assert.match(String(run.job), new RegExp(`^tunedModels/planned-${run.launch}$`));
    assert.equal(run.steps, 38);
  });

  it('stops a launch whose validation file has an error', async () => {
    await workbench.openFile('validated.tune.json');
    const error = workbench.notification(/Line 1 of validation\.jsonl has an error: .*model/);
    await workbench.clickLens('Check', error);
  });

  it('launches several that are chosen, each after a confirmation of its own', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Tunewright: Launch Plan');
    assert.deepEqual(await workbench.quickPickLabels(), ['planned.tune.json', 'validated.tune.json']);
    for (const name of await workbench.quickPickLabels())
      await workbench.page.locator('.quick-input-list').getByText(name, { exact: true }).click();
    await workbench.screenshot('plans-to-launch');
    await workbench.page.keyboard.press('Enter');
    const said = await workbench.answerDialog('Start Tuning');
    assert.match(said, /Tune "planned" on 15 examples from/);
    assert.match(said, /Plan 1 of 2\./);
    await workbench.notification(/Line 1 of validation\.jsonl has an error: .*model/).waitFor();
    const runs = (await readdir(workbench.folder)).filter((name) => name.endsWith('.run.json'));
    assert.equal(runs.length, 2, 'one of before, and one for the one consent');
  });
});
