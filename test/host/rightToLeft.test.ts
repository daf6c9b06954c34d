import assert from 'node:assert/strict';
import vscode from 'vscode';
import type { LaunchRecord } from '../../src/tuning/contract/launchRecord';
import { fileItem } from '../../src/workbench/jobs/tree/fileItems';
import { jobItem, launchItem, modelItem } from '../../src/workbench/jobs/tree/rowItems';
import { fakeJob, fakeService } from '../unit/tuning/fakeService';

const name = 'دعم العملاء 2';
const isolatedName = `\u2068${name}\u2069`;

describe('a row of the Tuning view whose name is written from right to left', () => {
  const service = fakeService({});
  const job = fakeJob('jobs/1', 'SUCCEEDED', { displayName: name, error: 'שגיאה 3' });
  const model = {
    service: 'fake',
    name: 'm',
    model: 'm',
    displayName: name,
    baseModel: 'base',
    checkpoints: [],
  };

  it('keeps it apart from what stands beside it', () => {
    assert.equal(jobItem({ kind: 'job', job, service }, { isPlanned: false }).label, isolatedName);
    assert.match(
      String(jobItem({ kind: 'job', job, service }, { isPlanned: false }).description),
      /\u2068שגיאה 3\u2069$/,
    );
    assert.equal(
      modelItem({ kind: 'model', job, model: model as never, service }, { isPlanned: false }).label,
      isolatedName,
    );
    const record = { id: 'a', spec: { displayName: name }, stage: { kind: 'confirmed' } };
    const launch = { kind: 'launch', record: record as LaunchRecord, service } as const;
    assert.equal(launchItem(launch).label, isolatedName);
    const uri = vscode.Uri.file(`/elsewhere/تدريب/${name}.jsonl`).toString();
    const file = fileItem({ kind: 'dataset', uri });
    assert.equal(file.label, `\u2068${name}.jsonl\u2069`);
    assert.equal(file.description, '\u2068/elsewhere/تدريب\u2069');
    assert.match(String(file.accessibilityInformation?.label), new RegExp(`^${name}\\.jsonl, `));
  });
});
