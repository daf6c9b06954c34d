import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usualView } from '../../../src/workbench/jobs/charts/charts.protocol';
import {
  readFromCompareRuns,
  readKeptCompareRuns,
} from '../../../src/workbench/jobs/compare/compareRuns.protocol';

const job = (name: string) => ({ service: 'vertexAi', name, displayName: name });

describe('messages of the page that compares runs', () => {
  it('are read when they are in the protocol', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'again' },
      { type: 'saveCsv' },
      { type: 'openRun', at: 1 },
      { type: 'savePng', chart: 'loss train', png: 'data:image/png;base64,AAAA' },
      { type: 'pageError', message: 'x is not a function' },
    ])
      assert.deepEqual(readFromCompareRuns({ ...message, more: 1 }), message);
  });

  it('are nothing else, whatever comes', () => {
    for (const message of [
      { type: 'openRun', at: -1 },
      { type: 'openRun', at: 'x' },
      { type: 'action', id: 'cancel' },
    ])
      assert.equal(readFromCompareRuns(message), undefined);
    fc.assert(fc.property(fc.anything(), (message) => assert.equal(readFromCompareRuns(message), undefined)));
  });
});

describe('what the page that compares runs kept', () => {
  it('is read as it was kept', () => {
    const kept = { jobs: [job('a'), job('b')], view: { ...usualView, log: true }, scroll: 5 };
    assert.deepEqual(readKeptCompareRuns(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('names two runs, or is nothing', () => {
    assert.equal(readKeptCompareRuns({ jobs: [job('a'), { ...job('b'), service: 1 }] }), undefined);
    fc.assert(fc.property(fc.anything(), (kept) => assert.equal(readKeptCompareRuns(kept), undefined)));
  });
});
