import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JobState, jobStates } from '../../../src/tuning/contract/job';
import { type JobSort, jobSorts, selectJobs } from '../../../src/workbench/jobs/tree/jobSelection';
import { fakeJob } from '../tuning/fakeService';

const label = (state: JobState) => (state === 'SUCCEEDED' ? 'active' : state.toLowerCase());

describe('which jobs the view shows', () => {
  const jobs = [
    fakeJob('Run 10', 'RUNNING', { baseModel: 'publishers/google/models/gemini-2.5-flash' }),
    fakeJob('run 2', 'FAILED', { baseModel: 'models/gemini-1.0-pro' }),
    fakeJob('Support', 'SUCCEEDED', { baseModel: 'models/gemini-2.5-flash' }),
  ];
  const names = (filter: string, sort: JobSort = 'newest') =>
    selectJobs(jobs, { filter, sort }, label).map(({ name }) => name);

  it('finds words of the name, the state as it is read or as Google writes it, and the base model', () => {
    assert.deepEqual(names('RUN'), ['Run 10', 'run 2']);
    assert.deepEqual(names('active'), ['Support']);
    assert.deepEqual(names('succeeded'), ['Support']);
    assert.deepEqual(names(' flash  run '), ['Run 10']);
    assert.deepEqual(names('publishers'), [], 'only the last part of a base model is a name');
    assert.deepEqual(names('flash failed'), []);
  });

  it('sorts names as people do, and states in the order in which a job goes through them', () => {
    assert.deepEqual(names('', 'name'), ['run 2', 'Run 10', 'Support']);
    assert.deepEqual(names('', 'state'), ['Run 10', 'run 2', 'Support']);
  });

  it('leaves out nothing and adds nothing, and keeps the newest first among equals', () => {
    const some = fc.array(fc.record({ name: fc.string(), state: fc.constantFrom(...jobStates) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(some, fc.constantFrom(...jobSorts), (rows, sort) => {
        const all = rows.map(({ name, state }, at) =>
          fakeJob(`${at}`, state, { displayName: name, createTime: -at }),
        );
        const shown = selectJobs(all, { filter: '', sort }, label);
        assert.deepEqual(new Set(shown), new Set(all));
        for (const [at, job] of shown.entries()) {
          const next = shown[at + 1];
          const equal =
            next && (sort === 'name' ? next.displayName === job.displayName : next.state === job.state);
          if (equal) assert.ok((job.createTime ?? 0) > (next.createTime ?? 0));
        }
      }),
    );
  });
});
