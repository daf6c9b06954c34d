import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../src/base/userError';
import { resourcesOf } from '../../src/workbench/jobs/page/resources';
import { renameModel } from '../../src/workbench/jobs/renameModel';
import { jobItem, modelItem } from '../../src/workbench/jobs/tree/rowItems';
import type { Workbench } from '../../src/workbench/workbench';
import { fakeJob, fakeService } from '../unit/tuning/fakeService';

describe('F2 on a tuned model', () => {
  it('says so where the service keeps its name', async () => {
    const service = fakeService({});
    const keeping = { ...service, label: 'Vertex AI', can: { ...service.can, rename: false } };
    const model = {
      service: 'fake',
      name: 'models/1',
      displayName: 'bakery',
      baseModel: 'base',
      checkpoints: [],
    };
    const node = { kind: 'model', model, job: fakeJob('jobs/1', 'SUCCEEDED'), service: keeping } as const;
    // What the key asks for, and what the menu does.
    const words = (modelItem(node as never, { isPlanned: false }).contextValue ?? '').split(' ');
    assert.ok(words.includes('model') && !words.includes('rename'), words.join());
    const workbench = { services: [keeping], tree: { marked: [node] } } as unknown as Workbench;
    const error = await renameModel(workbench, 'marked').catch((reason: unknown) => reason);
    assert.ok(error instanceof UserError, `${error}`);
    assert.equal(error.message, "Can't rename bakery. Vertex AI doesn't support renaming tuned models.");
  });
});

describe('a launch that has made several jobs', () => {
  it('is told by the row of each, for as long as they are there', () => {
    const service = fakeService({});
    const job = fakeJob('jobs/1', 'RUNNING');
    const told = (ofLaunch: number | undefined) =>
      String(jobItem({ kind: 'job', job, service }, { isPlanned: false, ofLaunch }).description);
    assert.match(told(2), /one of 2 jobs of one launch/);
    assert.doesNotMatch(told(undefined), /launch/);
  });
});

describe('what a job has made', () => {
  it('is listed with the files of its curves, and opened where the service has a page for it', () => {
    const service = fakeService({});
    const job = { ...fakeJob('jobs/1', 'SUCCEEDED'), metricsFolder: 'gs://bucket/metrics' };
    const rows = (inSandbox: boolean) =>
      resourcesOf(job, { service: { ...service, consoleUrl: () => 'https://console' }, inSandbox });
    assert.deepEqual(rows(false), [{ label: 'Curve files', name: 'gs://bucket/metrics', canOpen: true }]);
    assert.deepEqual(rows(true), [{ label: 'Curve files', name: 'gs://bucket/metrics', canOpen: false }]);
  });
});

describe('Show Plan', () => {
  it('is offered only for a job that a plan of the workspace has launched', () => {
    const node = { kind: 'job', job: fakeJob('jobs/1', 'FAILED'), service: fakeService({}) } as const;
    const words = (isPlanned: boolean) => (jobItem(node, { isPlanned }).contextValue ?? '').split(' ');
    assert.ok(!words(false).includes('planned'));
    assert.ok(words(true).includes('planned'));
    const { contributes } = JSON.parse(readFileSync(path.join(__dirname, '../../../package.json'), 'utf8'));
    const inMenu: { command: string; when: string }[] = contributes.menus['view/item/context'];
    const items = inMenu.filter(({ command }) => command === 'tunewright.revealPlan');
    assert.equal(items.length, 1);
    assert.match(items[0]?.when ?? '', /viewItem =~ \/\\bplanned\\b\//);
  });
});
