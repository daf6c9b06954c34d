import assert from 'node:assert/strict';
import { failureOf } from '../../../../../src/tuning/google/errors/jobFailure';
import { toJob } from '../../../../../src/tuning/services/vertexAi/mapping';

describe('a job that has failed', () => {
  it('says what its words mean, with what to do, where they are known', () => {
    const error = "Permission 'storage.objects.get' denied on resource gs://b/x.jsonl (or it may not exist).";
    const failure = failureOf({ state: 'FAILED', error });
    assert.notEqual(failure?.message, error);
    assert.ok(failure && failure.nextSteps.length > 0, JSON.stringify(failure));
  });

  it('says by its status what its words do not tell', () => {
    const error = 'The job could not be completed.';
    const quota = failureOf({ state: 'FAILED', error, errorStatus: 'RESOURCE_EXHAUSTED' });
    assert.match(
      quota?.message ?? '',
      /tuning job might be running, maybe in another region.*\nGoogle says: The job/,
    );
    assert.ok(quota?.nextSteps.some((step) => step.kind === 'page' && /quotas/.test(step.url)));
    const inner = failureOf({ state: 'FAILED', error, errorStatus: 'INTERNAL' });
    assert.match(inner?.message ?? '', /^Google had an internal error/);
    assert.equal(toJob({ error: { code: 8, message: error } }).errorStatus, 'RESOURCE_EXHAUSTED');
    assert.equal(toJob({ error: { code: 3, message: error } }).errorStatus, undefined);
  });

  it('says the service’s own words where they are not, and nothing when it has not failed', () => {
    const error = 'Line 3 has no contents.';
    assert.deepEqual(failureOf({ state: 'FAILED', error }), { message: error, nextSteps: [], rows: [] });
    assert.match(failureOf({ state: 'EXPIRED', error: undefined })?.message ?? '', /No reason/);
    assert.equal(failureOf({ state: 'CANCELLED', error: 'The tuning job was canceled.' }), undefined);
  });
});
