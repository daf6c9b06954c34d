import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usualView } from '../../../src/workbench/jobs/charts/charts.protocol';
import { jobActionIds } from '../../../src/workbench/jobs/page/jobPage.protocol';
import { jobPageRequests, keptJobPage } from '../../../src/workbench/jobs/page/jobPageMessages.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const readRequest = (message: unknown) => read(jobPageRequests, message);
const readKept = (kept: unknown) => read(keptJobPage, kept);

const job = { service: 'vertexAi', name: 'projects/p/locations/l/tuningJobs/1', displayName: 'x' };

describe('messages of the page of a job', () => {
  const messages = [
    { type: 'again' },
    { type: 'saveCsv' },
    ...jobActionIds.map((id) => ({ type: 'action', id })),
    { type: 'promptCheckpoint', at: 2 },
    { type: 'continueFrom', at: 0 },
    { type: 'revealDropped', at: 7 },
    { type: 'step', at: 0 },
    { type: 'revealRow', at: 3 },
    { type: 'savePng', chart: 'loss', png: 'data:image/png;base64,AAAA' },
  ];

  it('are read when they are in the protocol, without what is not', () => {
    for (const message of messages)
      assert.deepEqual(readRequest({ ...message, command: 'workbench.action.quit' }), message);
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
      assert.equal(readRequest(message), undefined);
    fc.assert(fc.property(fc.anything(), (message) => assert.equal(readRequest(message), undefined)));
    // Near misses: right types with wrong contents.
    const type = fc.constantFrom(...messages.map((message) => message.type));
    const loose = fc.record(
      { type, id: fc.anything(), at: fc.anything(), png: fc.anything() },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(loose, (message) => {
        const request = readRequest(message);
        if (request && 'at' in request) assert.ok(Number.isInteger(request.at) && request.at >= 0);
        if (request && 'id' in request) assert.ok(jobActionIds.includes(request.id));
      }),
    );
  });
});

describe('what the page of a job kept', () => {
  it('is read as it was kept', () => {
    const kept = { job, view: { ...usualView, smoothing: 0.5 }, scroll: 300 };
    assert.deepEqual(readKept(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('names a job, or is nothing', () => {
    assert.equal(readKept({ job: { ...job, name: 5 } }), undefined);
    assert.deepEqual(readKept({ job, view: 'x', scroll: 'y' }), { job, view: usualView, scroll: 0 });
    fc.assert(fc.property(fc.anything(), (kept) => assert.equal(readKept(kept), undefined)));
  });
});
