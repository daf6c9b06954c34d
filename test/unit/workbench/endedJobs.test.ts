import assert from 'node:assert/strict';
import { isNews, shortReason } from '../../../src/workbench/jobs/notifications/endedJobs';
import { fakeJob } from '../tuning/fakeService';

describe('what is told of a job that has ended', () => {
  it('leaves out what ended long ago, unless it was launched here', () => {
    const now = 100 * 24 * 3_600_000;
    const ended = (daysAgo: number, launchId?: string) =>
      isNews(fakeJob('a', 'FAILED', { endTime: now - daysAgo * 24 * 3_600_000, launchId }), now);
    assert.deepEqual([ended(0.5), ended(2), ended(2, 'launch0001')], [true, false, true]);
    assert.ok(isNews(fakeJob('a', 'FAILED'), now));
  });

  it('is short, however much the service says', () => {
    assert.equal(shortReason('Internal error\n  at x'), 'Internal error.');
    assert.equal(shortReason('No reason is given. Try again.'), 'No reason is given. Try again.');
    assert.equal(shortReason(''), '');
    const many = `Row 3 of gs://b/v1.2/a.jsonl is bad. ${'word '.repeat(1000)}`;
    assert.equal(shortReason(many), 'Row 3 of gs://b/v1.2/a.jsonl is bad.');
    const long = shortReason('word '.repeat(1000));
    assert.ok(long.length <= 200 && long.endsWith('…'), long);
  });
});
