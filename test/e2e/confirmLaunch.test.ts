import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GoogleOnLoopback, startGoogleOnLoopback } from './googleOnLoopback';
import { openWorkbench, type Workbench } from './workbench';

describe('The confirmation of a launch, against Google on loopback', () => {
  let google: GoogleOnLoopback;
  let workbench: Workbench;
  let outside: string;
  before(async () => {
    google = await startGoogleOnLoopback();
    await google.loginWithGcloud();
    workbench = await openWorkbench({ env: google.env, settings: { 'tunewright.connection': 'google' } });
    const { folder } = workbench;
    outside = await mkdtemp(path.join(tmpdir(), 'tunewright-outside-'));
    await copyFile(
      'test/fixtures/vertex_contents_smartphone_support.jsonl',
      path.join(outside, 'support.jsonl'),
    );
    await mkdir(path.join(folder, '.vscode'), { recursive: true });
    await writeFile(
      path.join(folder, '.vscode', 'settings.json'),
      JSON.stringify({ 'tunewright.google.project': 'strangers-project' }),
    );
    const plan = {
      service: 'vertexAi',
      baseModel: 'gemini-2.5-flash',
      displayName: 'support\n\nEstimated cost: none',
      dataset: path.relative(folder, path.join(outside, 'support.jsonl')),
      bucket: 'strangers-bucket',
      hyperparameters: { epochCount: 2 },
      options: {
        serviceAccount: 'tuner@strangers-project.iam.gserviceaccount.com',
        kmsKeyName: 'projects/k/locations/us-central1/keyRings/r/cryptoKeys/c',
      },
      labels: { team: 'strangers' },
    };
    await writeFile(path.join(folder, 'stranger.tune.json'), JSON.stringify(plan));
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await google?.stop();
    await rm(outside, { recursive: true, force: true });
  });

  it('names who pays, where everything goes, and who has chosen that', async () => {
    await workbench.openFile('stranger.tune.json');
    for (const theme of ['Light Modern', 'Default High Contrast'] as const) {
      await workbench.useTheme(theme);
      await workbench.clickLens('Launch', workbench.dialog);
      await workbench.screenshot(`launch-confirmation-${theme.replaceAll(' ', '-')}`);
      const said = await workbench.answerDialog('Cancel');
      for (const line of [
        /Tune "support Estimated cost: none" on \d+ examples from support\.jsonl\?/,
        /Account: .*application_default_credentials\.json/,
        /Project: strangers-project \(\d{12}\), set by this workspace/,
        /Region: us-central1/,
        /Service: Vertex AI\s*Base model: gemini-2\.5-flash/,
        /⚠.*Account: /s, // what speaks against it comes first
        new RegExp(`Training file: ${path.join(outside, 'support.jsonl').replaceAll('.', '\\.')}`),
        /Uploads the training file to gs:\/\/strangers-bucket\/tunewright\//,
        /Service account: tuner@strangers-project\.iam\.gserviceaccount\.com/,
        /Encryption key \(CMEK\): projects\/k\/locations\/us-central1\/keyRings\/r\/cryptoKeys\/c/,
        /Labels: team=strangers/,
        /Estimated cost: /,
      ])
        assert.match(said, line);
    }
    assert.ok(google.asked.every(({ method, path: asked }) => method === 'GET' || !/tuningJobs/.test(asked)));
  });
});
