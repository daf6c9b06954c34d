import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usualView } from '../../../src/workbench/jobs/charts/charts.protocol';
import {
  jobActionIds,
  readFromJobPage,
  readKeptJobPage,
} from '../../../src/workbench/jobs/page/jobPage.protocol';

const job = { service: 'vertexAi', name: 'projects/p/locations/l/tuningJobs/1', displayName: 'x' };

describe('messages of the page of a job', () => {
  const messages = [
    { type: 'ready' },
    { type: 'again' },
    { type: 'saveCsv' },
    ...jobActionIds.map((id) => ({ type: 'action', id })),
    { type: 'promptCheckpoint', at: 2 },
    { type: 'continueFrom', at: 0 },
    { type: 'revealDropped', at: 7 },
    { type: 'step', at: 0 },
    { type: 'revealRow', at: 3 },
    { type: 'savePng', chart: 'loss', png: 'data:image/png;base64,AAAA' },
    { type: 'pageError', message: 'x is not a function' },
  ];

  it('are read when they are in the protocol, without what is not', () => {
    for (const message of messages)
      assert.deepEqual(readFromJobPage({ ...message, command: 'workbench.action.quit' }), message);
  });

  it('are nothing else, whatever comes', () => {
    for (const message of [
      { type: 'action', id: 'tunewright.deleteModel' },
      { type: 'action' },
      { type: 'promptCheckpoint', at: -1 },
      { type: 'promptCheckpoint', at: 0.5 },
      { type: 'promptCheckpoint', at: '0' },
      { type: 'savePng', chart: 'loss', png: 5 },
    ])
      assert.equal(readFromJobPage(message), undefined);
    fc.assert(fc.property(fc.anything(), (message) => assert.equal(readFromJobPage(message), undefined)));
    // Near misses: right types with wrong contents.
    const type = fc.constantFrom(...messages.map((message) => message.type));
    const loose = fc.record(
      { type, id: fc.anything(), at: fc.anything(), png: fc.anything() },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(loose, (message) => {
        const read = readFromJobPage(message);
        if (read !== undefined && 'at' in read) assert.ok(Number.isInteger(read.at) && read.at >= 0);
        if (read !== undefined && 'id' in read) assert.ok(jobActionIds.includes(read.id));
      }),
    );
  });
});

describe('what the page of a job kept', () => {
  it('is read as it was kept', () => {
    const kept = { job, view: { ...usualView, smoothing: 0.5 }, scroll: 300 };
    assert.deepEqual(readKeptJobPage(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('names a job, or is nothing', () => {
    assert.equal(readKeptJobPage({ job: { ...job, name: 5 } }), undefined);
    assert.deepEqual(readKeptJobPage({ job, view: 'x', scroll: 'y' }), { job, view: usualView, scroll: 0 });
    fc.assert(fc.property(fc.anything(), (kept) => assert.equal(readKeptJobPage(kept), undefined)));
  });
});
