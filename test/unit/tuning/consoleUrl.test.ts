import assert from 'node:assert/strict';
import fc from 'fast-check';
import { consoleUrl } from '../../../src/tuning/services/vertexAi/consoleUrl';

describe('the page of a resource of Vertex AI in Google’s console', () => {
  const at = 'projects/my-project/locations/us-central1';

  it('is known for jobs, models, endpoints and experiments', () => {
    const pages = {
      [`${at}/tuningJobs/123`]: 'agent-platform/tuning/locations/us-central1/tuningJob/123/monitor',
      [`${at}/models/45@2`]: 'vertex-ai/models/locations/us-central1/models/45/versions/2',
      [`${at}/models/45`]: 'vertex-ai/models/locations/us-central1/models/45/versions/default',
      [`${at}/endpoints/6`]: 'vertex-ai/locations/us-central1/endpoints/6',
      [`${at}/metadataStores/default/contexts/tuning-experiment-1`]:
        'vertex-ai/experiments/locations/us-central1/experiments/tuning-experiment-1/runs',
    };
    for (const [name, page] of Object.entries(pages)) {
      assert.equal(consoleUrl(name), `https://console.cloud.google.com/${page}?project=my-project`);
    }
    assert.match(
      consoleUrl('projects/example.com:old/locations/eu/endpoints/6') ?? '',
      /project=example\.com%3Aold$/,
    );
  });

  it('is always a page of the console, whatever a service calls its resources', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('a', 'tuningJobs', 'models', '../..', 'x?y', 'x#y', '@evil'),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 4, maxLength: 4 }), ([project, location, collection, id]) => {
        const url = consoleUrl(`projects/${project}/locations/${location}/${collection}/${id}`);
        if (url === undefined) return;
        const { origin, pathname, hash, searchParams } = new URL(url);
        assert.equal(origin, 'https://console.cloud.google.com');
        assert.match(pathname, /^\/(vertex-ai|agent-platform)\//);
        assert.equal(hash, '');
        assert.equal(searchParams.get('project'), project);
      }),
    );
    assert.equal(
      consoleUrl('gs://bucket/a folder'),
      'https://console.cloud.google.com/storage/browser/bucket/a%20folder',
    );
    for (const name of ['gs://', 'gs://bucket/../x', 'gs://../x'])
      assert.equal(consoleUrl(name), undefined, name);
    assert.equal(consoleUrl('tunedModels/x'), undefined);
    assert.equal(consoleUrl(`${at}/tuningJobs/1/2`), undefined);
  });
});
