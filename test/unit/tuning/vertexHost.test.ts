import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Connection } from '../../../src/tuning/contract/connection';
import { vertexUrl } from '../../../src/tuning/services/vertexAi/address';

describe('the address of a resource of Vertex AI', () => {
  const connection = { region: 'us-central1', origin: (host: string) => `https://${host}` } as Connection;
  const hostOf = (location: string) =>
    new URL(vertexUrl(connection, `projects/p/locations/${location}/endpoints/1`)).hostname;

  it("is Google's own, whatever a file names as the location: the user's token goes there", () => {
    assert.equal(hostOf('europe-west4'), 'europe-west4-aiplatform.googleapis.com');
    assert.equal(hostOf('eu'), 'aiplatform.eu.rep.googleapis.com');
    for (const bad of ['evil.com#', 'evil.com?', 'evil.com\\', 'a@evil.com#', 'evil.com:443', '..'])
      assert.throws(() => hostOf(bad), /Location .* not found|Invalid URL/, bad);
    const location = fc.string({ unit: fc.constantFrom(...'evil.com#?\\@:-%\t') });
    fc.assert(
      fc.property(location, (text) => {
        let host = '';
        try {
          host = hostOf(text);
        } catch {
          return;
        }
        assert.match(host, /\.googleapis\.com$/);
      }),
      { numRuns: 1000 },
    );
  });
});
