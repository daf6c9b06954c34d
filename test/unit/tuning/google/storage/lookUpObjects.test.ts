import { lookUpObjects } from '../../../../../src/tuning/google/storage/lookUpObjects';
import { timesAsLong } from '../../../inStep';

describe('many objects of one folder', () => {
  it('are gathered before anything is asked in time that grows in step with them', () => {
    const storage = {
      stat: async () => undefined,
      async *pages() {},
      agentAccess: () => new Promise<never>(() => {}),
    };
    const uris = (count: number) => Array.from({ length: count }, (_, at) => `gs://bucket/folder/${at}.png`);
    timesAsLong('objects', 4, uris(20_000), uris(5_000), (all) => {
      void lookUpObjects(storage, all, () => {}, new AbortController().signal);
    });
  });
});
