import assert from 'node:assert/strict';
import vscode from 'vscode';
import { UserError } from '../../src/base/userError';
import { jobLink } from '../../src/workbench/jobs/links/jobLink';
import { openLink } from '../../src/workbench/jobs/links/openLink';
import type { Workbench } from '../../src/workbench/workbench';

/** In VS Code, which decodes a link before it passes it on. */
describe('a link', () => {
  let shown: unknown[];
  const workbench = { jobPages: { show: (job: unknown) => shown.push(job) } } as unknown as Workbench;
  const open = (link: string) => openLink(workbench, vscode.Uri.parse(link, true));
  beforeEach(() => {
    shown = [];
  });

  it('that we have made opens the page of its job, of each service', async () => {
    for (const [service, name] of [
      ['vertexAi', 'projects/455107698632/locations/us-central1/tuningJobs/516995758819624589'],
      ['vertexAi', 'projects/example.com:my-project/locations/europe-west4/tuningJobs/1'],
      ['geminiApi', 'tunedModels/number-generator-3k2j5h'],
    ] as const) {
      shown = [];
      await open(jobLink('vscode', { service, name }));
      assert.deepEqual(shown, [{ service, name, displayName: name.split('/').at(-1) }]);
    }
  });

  it('of a stranger opens nothing else, and says so', async () => {
    const job = 'projects/1/locations/us-central1/tuningJobs/2';
    for (const link of [
      '',
      '/job',
      `/job?service=vertexAi&name=${job}/../3`,
      `/job?service=vertexAi&name=${job}%253Fx`,
      `/job?service=vertexAi&name=${job}%0A`,
      `/job?service=geminiApi&name=${job}`,
      `/job?service=__proto__&name=${job}`,
      `/job?service=toString&name=${job}`,
      `/tune?service=vertexAi&name=${job}`,
      '/job?service=vertexAi&name=https://example.com/x',
    ])
      await assert.rejects(open(`vscode://tunewright.tunewright${link}`), UserError, link);
    assert.deepEqual(shown, []);
  });

  it('is for this extension', () => {
    const link = jobLink('vscode', { service: 'geminiApi', name: 'tunedModels/a' });
    assert.ok(vscode.extensions.getExtension(vscode.Uri.parse(link).authority));
  });
});
