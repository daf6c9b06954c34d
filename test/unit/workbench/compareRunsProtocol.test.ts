import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usualView } from '../../../src/workbench/jobs/charts/charts.protocol';
import {
  compareRunsRequests,
  keptCompareRuns,
} from '../../../src/workbench/jobs/compare/compareRunsMessages.protocol';
import { read } from '../../../src/workbench/ui/page/page.protocol';

const readRequest = (message: unknown) => read(compareRunsRequests, message);
const readKept = (kept: unknown) => read(keptCompareRuns, kept);

const job = (name: string) => ({ service: 'vertexAi', name, displayName: name });

describe('messages of the page that compares runs', () => {
  it('are read when they are in the protocol', () => {
    for (const message of [
      { type: 'again' },
      { type: 'saveCsv' },
      { type: 'openRun', at: 1 },
      { type: 'savePng', chart: 'loss train', png: 'data:image/png;base64,AAAA' },
    ])
      assert.deepEqual(readRequest({ ...message, more: 1 }), message);
  });

  it('are nothing else, whatever comes', () => {
    for (const message of [
      { type: 'openRun', at: -1 },
      { type: 'openRun', at: 'x' },
      { type: 'action', id: 'cancel' },
    ])
      assert.equal(readRequest(message), undefined);
    fc.assert(fc.property(fc.anything(), (message) => assert.equal(readRequest(message), undefined)));
  });
});

describe('what the page that compares runs kept', () => {
  it('is read as it was kept', () => {
    const kept = { jobs: [job('a'), job('b')], view: { ...usualView, log: true }, scroll: 5 };
    assert.deepEqual(readKept(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('names two runs, or is nothing', () => {
    assert.equal(readKept({ jobs: [job('a')] }), undefined);
    assert.equal(readKept({ jobs: [job('a'), { ...job('b'), service: 1 }] }), undefined);
    fc.assert(fc.property(fc.anything(), (kept) => assert.equal(readKept(kept), undefined)));
  });
});
