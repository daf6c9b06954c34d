import assert from 'node:assert/strict';
import { sameLaunch } from '../../../../src/tuning/launch/sameLaunch';
import { fakeJob } from '../fakeService';

describe('jobs of one launch', () => {
  it('are told when there are several; jobs that were launched elsewhere have none in common', () => {
    const of = (name: string, launchId?: string) => fakeJob(name, 'RUNNING', { launchId });
    const found = sameLaunch([of('a', 'x'), of('b', 'y'), of('c', 'x'), of('d'), of('e')]);
    assert.deepEqual(
      [...found].map(([id, jobs]) => [id, jobs.map(({ name }) => name)]),
      [['x', ['a', 'c']]],
    );
  });
});
