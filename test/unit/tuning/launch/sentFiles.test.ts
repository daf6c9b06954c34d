import assert from 'node:assert/strict';
import { sentFiles } from '../../../../src/tuning/launch/sentFiles';

describe('files that a launch sends from this machine', () => {
  it('are those that lie here, whether they are held as a text or read from disk', () => {
    const kinds = ['local', 'disk', 'remote'] as const;
    assert.deepEqual(
      kinds.map((kind) => sentFiles({}, { kind })),
      [
        { training: true, validation: false },
        { training: true, validation: false },
        { training: false, validation: false },
      ],
    );
  });

  it('include a validation file here, also beside a training file in Cloud Storage', () => {
    const sent = (validation: string) => sentFiles({ validation }, { kind: 'remote' }).validation;
    assert.deepEqual(
      [
        sent('file:///home/me/held.jsonl'),
        sent('gs://bucket/held.jsonl'),
        sent('projects/1/locations/us/datasets/2'),
      ],
      [true, false, false],
    );
  });
});
