import assert from 'node:assert/strict';
import type { Clock } from '../../../src/base/wakefulTimer';
import { JobMemory, type JobMemoryOptions, type JobRecord } from '../../../src/tuning/watch/jobMemory';

/** What a watcher remembers, kept in a map that can be given to the next one. */
export function fakeMemory(
  clock: Pick<Clock, 'now'>,
  stored = new Map<string, JobRecord>(),
  own: Partial<JobMemoryOptions> = {},
): JobMemory {
  return new JobMemory({ ...fakeMemoryOptions(clock, stored), ...own });
}

export function fakeMemoryOptions(
  clock: Pick<Clock, 'now'>,
  stored: Map<string, JobRecord>,
): JobMemoryOptions {
  const locked = new Set<string>();
  return {
    now: () => clock.now(),
    realm: () => 'here',
    place: async () => 'project',
    onError: (error) => assert.fail(String(error)),
    storage: {
      all: async () => [...stored.values()],
      get: async (id) => stored.get(id),
      put: async (record) => void stored.set(record.id, record),
      remove: async (id) => void stored.delete(id),
      lock: async (id) => {
        if (locked.has(id)) return undefined;
        locked.add(id);
        return async () => void locked.delete(id);
      },
    },
  };
}
