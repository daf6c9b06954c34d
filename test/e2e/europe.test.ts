import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ticketLines } from '../contract/ticketModel';
import { type Asked, type GoogleOnLoopback, startGoogleOnLoopback } from './googleOnLoopback';
import { endOf, startJob } from './sandboxJobs';
import { openWorkbench, patience, type Workbench } from './workbench';

/** Google's hosts by location, from its page on locations; a host that is missing here does not exist. */
const locationOf: Readonly<Record<string, string>> = {
  'europe-west4-aiplatform.googleapis.com': 'europe-west4',
  'aiplatform.eu.rep.googleapis.com': 'eu',
};

describe("a model of Gemini 3 that is tuned in Europe, by Google's own hosts", () => {
  let google: GoogleOnLoopback;
  let workbench: Workbench;
  let files: string;

  before(async () => {
    google = await startGoogleOnLoopback();
    await google.loginWithGcloud();
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-europe-'));
    await writeFile(path.join(files, 'tickets.jsonl'), contents(ticketLines(14, 1)));
    await writeFile(path.join(files, 'tickets.validation.jsonl'), contents(ticketLines(8, 2)));
    workbench = await openWorkbench({
      files,
      env: google.env,
      settings: {
        'tunewright.connection': 'google',
        'tunewright.google.project': 'sandbox',
        'tunewright.google.region': 'europe-west4',
        'tunewright.evaluation.batchFrom': 5,
        'editor.minimap.enabled': false,
      },
    });
  });
  afterEach(async function () {
    await workbench?.captureFailure(this.currentTest);
    for (const asked of google.asked) assert.equal(misplaced(asked), undefined, `${asked.host}${asked.path}`);
  });
  after(async () => {
    await workbench?.dispose();
    await google?.stop();
    await rm(files, { recursive: true, force: true });
  });

  const row = () => workbench.treeRow('tickets');
  const calls = (what: RegExp) => google.asked.filter(({ method, path }) => what.test(`${method} ${path}`));

  it('is launched in a region that is chosen from those of the model, with its price', async () => {
    await workbench.openFile('tickets.jsonl');
    await workbench.page.locator('.codelens-decoration').getByText(/\$/).first().waitFor();
    await workbench.screenshot('europe-lens');
    const lens = workbench.page.locator('.codelens-decoration a').filter({ hasText: 'per epoch' });
    assert.match(
      (await lens.getAttribute('title')) ?? '',
      /^Gemini 3\.5 Flash: \$10(?:\.00)? per 1 million training tokens \(Google Cloud, .*, second-hand\)/,
    );
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.choose('Region');
    await workbench.quickPickItem('europe-west4').waitFor();
    assert.deepEqual(await workbench.quickPickLabels(), ['us-central1', 'europe-west4']);
    await workbench.screenshot('europe-region');
    await workbench.choose('europe-west4');
    const model = workbench.quickPickItem('Base model');
    assert.match(
      (await model.textContent()) ?? '',
      /Gemini 3\.5 Flash.*\$[\d.]+ per 1 million training tokens/,
    );
    await workbench.quickPickItem('Recommended: 2 to 4 epochs').waitFor();
    await workbench.screenshot('europe-form');
    await workbench.startTuning({ 'New bucket': 'tunewright-europe' });
    await workbench.dialog.waitFor();
    await workbench.screenshot('europe-confirmation');
    const said = await workbench.answerDialog('Start Tuning');
    assert.match(said, /Region: europe-west4/);
    assert.match(said, /Estimated cost: \$0\.0\d+ \(.*pricing.*2026-09-27, second-hand\), billed by Google/);
    await workbench.showContainer('Tunewright');
    await row()
      .filter({ hasText: 'ready' })
      .waitFor({ timeout: 2 * patience });
    assert.equal(calls(/^POST .*\/locations\/europe-west4\/tuningJobs$/).length, 1);
  });

  it('says on the page of its job what it cost, and by what price', async () => {
    const folded = workbench.webview.getByText('Settings, cost, and what the job created');
    await workbench.clickUntil(row(), folded);
    await workbench.clickUntil(folded, workbench.webview.getByText(/\$\d/).first());
    const page = (await workbench.webview.locator('#root').textContent()) ?? '';
    assert.match(page, /\$\d.*pricing.*2026-09-27, second-hand/s);
    // What it has made, where it is, and under which name a person finds it in Google's console.
    for (const [label, name] of [
      ['Model', /projects\/\w+\/locations\/eu\/models\/\d+@1/],
      ['Endpoint', /projects\/\w+\/locations\/eu\/endpoints\/\d+/],
      ['Experiment with the curves', /locations\/europe-west4\/metadataStores\/default\/contexts\/[\w-]+/],
    ] as const) {
      assert.match(page, name);
      const open = `Open in Google Cloud Console: ${label}`;
      assert.equal(
        await workbench.webview.getByRole('button', { name: open, exact: true }).count(),
        1,
        label,
      );
    }
    assert.match(page, /look under Gemini Enterprise Agent Platform \(Vertex AI\)\./);
    await workbench.webview.getByText(/\$\d/).first().scrollIntoViewIfNeeded();
    await workbench.screenshot('europe-job');
  });

  it('answers beside its base model in the playground, both in the EU', async () => {
    await workbench.chooseInContextMenu(row(), 'Open in Playground');
    await workbench.webview.getByRole('button', { name: 'Compare With…' }).click();
    await workbench.choose('Gemini 3.5 Flash');
    await workbench.webview.locator('h1').getByText('Gemini 3.5 Flash', { exact: true }).waitFor();
    await workbench.webview.getByLabel('Prompt').fill('The screen stays black.');
    await workbench.page.keyboard.press('Enter');
    await workbench.webview.locator('article.answer .facts.done').nth(1).waitFor();
    await workbench.screenshot('europe-playground');
    assert.equal(calls(/locations\/eu\/publishers\/google\/models\/gemini-3\.5-flash:stream/).length, 1);
    assert.equal(calls(/locations\/eu\/endpoints\/\d+:stream/).length, 1);
  });

  it('is evaluated beside its base model, with the price of each, and the base model in a batch', async () => {
    await workbench.runCommand('Tunewright: Evaluate Models…');
    await workbench.choose('tickets.validation.jsonl');
    await workbench.quickPickItem('tickets').first().waitFor();
    await workbench.screenshot('europe-models');
    await workbench.quickInput.press('Enter'); // the tuned model and its base model are chosen
    await workbench.quickPickItem('Accuracy').waitFor();
    await workbench.quickInput.press('Enter');
    await workbench.choose('Continue with these settings');
    await workbench.dialog.waitFor();
    await workbench.screenshot('europe-evaluation');
    const said = await workbench.answerDialog('Start Evaluation');
    assert.match(said, /up to about \$0\.0\d+ \(.*tuned × 1\.5, outside "global" × 1\.1/);
    await workbench.webview.getByText('Complete.').waitFor({ timeout: 2 * patience });
    await workbench.webview.getByText('Price of tickets: $2.475 per 1 million input tokens').waitFor();
    await workbench.screenshot('europe-results');
    assert.ok(calls(/locations\/eu\/endpoints\/\d+:stream/).length >= 9);

    await workbench.runCommand('Tunewright: Evaluate Models…');
    await workbench.choose('tickets.validation.jsonl');
    await workbench.quickPickItem('tickets').first().click(); // leaves the base model alone
    await workbench.quickInput.press('Enter');
    await workbench.quickPickItem('Accuracy').waitFor();
    await workbench.quickInput.press('Enter');
    await workbench.choose('Continue with these settings');
    await workbench.answerDialog('Send as Batch');
    await workbench.choose('tunewright-europe');
    await workbench.notification('Batch prediction finished').waitFor({ timeout: 2 * patience });
    await workbench.webview.getByText('Batch responses cost 50% of that').waitFor();
    assert.equal(calls(/^POST .*\/locations\/eu\/batchPredictionJobs$/).length, 1);
  });

  it('leaves nothing behind: its model and endpoints are found in the EU and deleted there', async () => {
    await workbench.runCommand('Tunewright: Clean Up Cloud Resources…');
    const listed = workbench.page.locator('.quick-input-list .monaco-list-row');
    await listed.filter({ hasText: 'tuned model ·' }).waitFor();
    await listed.filter({ hasText: 'tuned model ·' }).click();
    await workbench.quickInput.press('Enter');
    await workbench.answerDialog('Delete');
    await workbench.notification(/1 of 1 (is|are) deleted|Deleted/).waitFor({ timeout: 2 * patience });
    assert.equal(calls(/^DELETE .*\/locations\/eu\/models\/\d+$/).length, 1);
    assert.ok(
      calls(/^GET .*\/locations\/europe-west4\/models\?/).length > 0,
      'looked for in the region, too',
    );
  });

  it('shows a job of another region when it is told to, and no longer when it is told so', async () => {
    await endOf(google.sandbox, await startJob(google.sandbox, 'overseas', { examples: 20, validation: 5 }));
    await workbench.showContainer('Tunewright');
    await workbench.runCommand('Tunewright: Refresh Jobs');
    const overseas = workbench.treeRow('overseas');
    assert.equal(await overseas.count(), 0, 'it is in us-central1');
    await workbench.runCommand('Tunewright: All Regions');
    await overseas.waitFor();
    await workbench.runCommand('Tunewright: Only Region from Settings');
    await overseas.waitFor({ state: 'detached' });
  });
});

/** The same examples as Vertex AI takes them. */
function contents(lines: string): string {
  const turn = (role: string, text: unknown) => ({ role, parts: [{ text }] });
  const rows = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { text_input: string; output: string });
  return rows
    .map(({ text_input: asked, output }) => ({ contents: [turn('user', asked), turn('model', output)] }))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}

/** Why Google would not serve a request; undefined: it does. Written from Google's facts, not from what we send. */
function misplaced({ host, path }: Asked): string | undefined {
  if (!host.includes('aiplatform')) return undefined;
  // Google's list of its models is the same for all places, and lies in none.
  if (host === 'aiplatform.googleapis.com' && path.startsWith('/v1beta1/publishers/google/models?'))
    return undefined;
  // Running jobs share one quota, and are asked for wherever a model is tuned: each region at its own host.
  const [, region] =
    /^\/v1beta1\/projects\/[^/]+\/locations\/([a-z]+-[a-z]+\d+)\/tuningJobs\?pageSize=/.exec(path) ?? [];
  if (region !== undefined && host === `${region}-aiplatform.googleapis.com`) return undefined;
  const location = locationOf[host];
  if (location === undefined) return 'there is no such host, or none of ours';
  const [, asked, rest = ''] = /\/locations\/([^/]+)\/(.*)/.exec(path) ?? [];
  if (asked !== location) return `the host is that of ${location}`;
  if (/^tuningJobs/.test(rest)) return location === 'europe-west4' ? undefined : 'no job lives there';
  if (/^publishers\/google\/models\/gemini-3/.test(rest) && location !== 'eu')
    return 'Gemini 3 does not answer in a region';
  if (/^endpoints\/|^models\/\d/.test(rest) && location !== 'eu')
    return 'what is tuned from Gemini 3 is in the EU';
  return undefined;
}
