import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GoogleError } from '../../../src/sandbox/google/errors';
import { takePage } from '../../../src/sandbox/state/paging';
import { readFilter } from '../../../src/sandbox/vertexAi/listFilter';

const SIZES = { usual: 10, most: 1000 };

describe('lists', () => {
  const record = fc.record({ id: fc.string({ minLength: 1 }), createTime: fc.constantFrom('1', '2', '3') });
  const records = fc.uniqueArray(record, { selector: ({ id }) => id, maxLength: 30 });

  it('show every record once, newest first, also when one that was shown is deleted in between', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 7 }), fc.boolean(), (all, pageSize, deletes) => {
        const seen: string[] = [];
        let kept = all;
        let pageToken = '';
        do {
          const page = takePage(kept, { pageSize, pageToken }, SIZES);
          assert.ok(page.items.length <= pageSize);
          seen.push(...page.items.map(({ id }) => id));
          assert.ok(seen.length <= all.length, 'it repeats');
          if (deletes) kept = kept.filter(({ id }) => id !== seen.at(-1));
          pageToken = page.nextPageToken ?? '';
        } while (pageToken !== '');
        const inOrder = [...all].sort((a, b) =>
          a.createTime === b.createTime ? (a.id < b.id ? 1 : -1) : a.createTime < b.createTime ? 1 : -1,
        );
        assert.deepEqual(
          seen,
          inOrder.map(({ id }) => id),
        );
      }),
    );
  });

  it('have ten on a page unless asked, and no more than the most', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ id: String(i), createTime: '1' }));
    assert.equal(takePage(many, {}, SIZES).items.length, 10);
    assert.equal(takePage(many, { pageSize: 5000 }, { usual: 10, most: 20 }).items.length, 20);
    assert.throws(() => takePage(many, { pageSize: -1 }, SIZES), GoogleError);
    assert.throws(() => takePage(many, { pageToken: 'made up' }, SIZES), GoogleError);
  });

  it('are filtered as Google filters them', () => {
    const values: Record<string, string> = {
      state: 'RUNNING',
      tunedModelDisplayName: 'my model',
      'labels.team': 'a',
    };
    const matches = (filter: string) =>
      readFilter(filter, ['state', 'tunedModelDisplayName', 'labels.'])((field) => values[field]);
    for (const filter of [
      '',
      'state="RUNNING"',
      'state=RUNNING AND labels.team:*',
      'tuned_model_display_name:"model"',
      'labels.team!=b',
      'state>="RUN"',
    ]) {
      assert.equal(matches(filter), true, filter);
    }
    for (const filter of [
      'state="PENDING"',
      'labels.owner:*',
      'state=RUNNING AND labels.team=b',
      'state<"RUN"',
    ]) {
      assert.equal(matches(filter), false, filter);
    }
    for (const filter of ['color=red', 'state', 'state="', 'state=RUNNING OR state=PENDING']) {
      assert.throws(() => matches(filter), GoogleError, filter);
    }
  });
});
