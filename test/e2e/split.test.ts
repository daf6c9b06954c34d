import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from './workbench';

const topics = [
  'invoice',
  'parcel',
  'password',
  'refund',
  'screen',
  'login',
  'tax',
  'delivery',
  'order',
  'account',
];
const example = (question: string, answer: string) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [{ text: question }] },
      { role: 'model', parts: [{ text: answer }] },
    ],
  });

describe('held out by habit', () => {
  let workbench: Workbench;
  const file = (name: string) => path.join(workbench.folder, name);
  const lines = async (name: string) => (await readFile(file(name), 'utf8')).trimEnd().split('\n');
  before(async () => {
    workbench = await openWorkbench({ settings: { 'tunewright.connection': 'sandbox' } });
    const tickets = Array.from({ length: 24 }, (_, i) =>
      example(`${topics[i % 10]} ${i * 31}`, i % 4 === 0 ? 'bug' : 'wish'),
    );
    await writeFile(file('tickets.jsonl'), `${tickets.join('\n')}\n\n`);
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('splits the file in front by label, and opens what is held back', async () => {
    await workbench.openFile('tickets.jsonl');
    await workbench.runCommand('Tunewright: Split Dataset…');
    await workbench.quickInputTitled('Split Dataset');
    await workbench.choose('20%');
    await workbench.page.getByText('Held out: "wish": 4 of 18, "bug": 1 of 6').waitFor();
    await workbench.screenshot('split-dataset');
    await workbench.choose('Create tickets.train.jsonl and tickets.validation.jsonl');
    await workbench.notification('5 examples were held out in tickets.validation.jsonl').waitFor();
    const [training, validation] = [
      await lines('tickets.train.jsonl'),
      await lines('tickets.validation.jsonl'),
    ];
    assert.equal(validation.length, 5);
    assert.deepEqual(
      [...training, ...validation].filter((line) => line !== '').sort(),
      (await lines('tickets.jsonl')).sort(),
    );
  });

  it('asks before it replaces files', async () => {
    const before = await lines('tickets.validation.jsonl');
    await workbench.openFile('tickets.jsonl');
    await workbench.runCommand('Tunewright: Split Dataset…');
    await workbench.choose('10%');
    await workbench.choose('Create tickets.train.jsonl and tickets.validation.jsonl');
    const asked = await workbench.answerDialog('Cancel');
    assert.match(asked, /tickets\.train\.jsonl, tickets\.validation\.jsonl already exist/);
    assert.deepEqual(await lines('tickets.validation.jsonl'), before);
  });

  it('proposes the validation file to a launch, which warns of what stands in both', async () => {
    const [held = ''] = await lines('tickets.validation.jsonl');
    await appendFile(file('tickets.train.jsonl'), `${held}\n`);
    await workbench.openFile('tickets.train.jsonl');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.quickPickItem('Validation file').getByText('tickets.validation.jsonl').waitFor();
    await workbench.screenshot('launch-with-validation');
    await workbench.startTuning({ 'New bucket': 'tunewright-e2e-split' });
    const said = await workbench.answerDialog('Cancel');
    assert.match(said, /Validation file: .*tickets\.validation\.jsonl/);
    assert.match(said, /1 of 5 validation examples are also in the training file/);
  });
});
