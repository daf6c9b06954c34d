import assert from 'node:assert/strict';
import { PassThroughClient } from 'google-auth-library';
import type { Connection } from '../../../../src/tuning/contract/connection';
import { isInUse, type Leftover, ownersOf } from '../../../../src/tuning/contract/leftovers';
import type { CloudStorage } from '../../../../src/tuning/google/storage/cloudStorage';
import { vertexLeftovers } from '../../../../src/tuning/services/vertexAi/leftovers';
import { fakeJob } from '../fakeService';

const at = 'projects/p/locations/us-central1';

describe('what launches leave behind', () => {
  it('is told as far as it can be read, with what cannot', async () => {
    const found: string[] = [];
    const unread: string[] = [];
    const storage = fakeStorage({
      open: [
        {
          uri: 'gs://open/tunewright/1/a.jsonl',
          name: 'tunewright/1/a.jsonl',
          bytes: 9,
          updated: undefined,
          generation: '1',
        },
      ],
    });
    const leftovers = vertexLeftovers(async () => connection(), storage);
    for await (const one of leftovers.list(new AbortController().signal)) {
      if (one.kind === 'unreadable') unread.push(one.what);
      else found.push(...one.leftovers.map(({ name, idle, links }) => `${name} ${idle} ${links}`));
    }
    assert.deepEqual(found, [
      `${at}/endpoints/1 false ${at}/models/7`,
      `${at}/endpoints/2 true `,
      `${at}/models/7 false ${at}/endpoints/1`,
      'projects/p/locations/us/models/8 true ', // of Gemini 3
      'gs://open/tunewright/1/a.jsonl true ',
    ]);
    assert.deepEqual(unread, ['gs://closed']);
  });

  it('belongs to the job that made it or was trained on it, and is in use until that has ended', () => {
    const file: Leftover = {
      kind: 'file',
      name: 'gs://b/x.jsonl',
      displayName: 'x',
      created: undefined,
      bytes: 1,
      idle: true,
      launchId: undefined,
      links: [],
    };
    const spec = { service: 'fake', baseModel: 'b', displayName: 'd', hyperparameters: {} };
    const trained = fakeJob('trained', 'SUCCEEDED', { spec: { ...spec, dataset: file.name } });
    const validating = fakeJob('validating', 'RUNNING', { spec: { ...spec, validation: file.name } });
    const other = fakeJob('other', 'RUNNING', { spec: { ...spec, dataset: 'gs://b/y.jsonl' } });
    const owners = (jobs: Parameters<typeof ownersOf>[1]) => ownersOf(file, jobs).map(({ name }) => name);
    assert.deepEqual(owners([trained, validating, other]), ['trained', 'validating']);
    assert.ok(isInUse(ownersOf(file, [trained, validating])));
    assert.ok(!isInUse(ownersOf(file, [trained, other])));
    const model = { ...file, kind: 'model', name: `${at}/models/7` } as const;
    const goingOn = fakeJob('on', 'RUNNING', { spec: { ...spec, startFrom: { model: `${at}/models/7@1` } } });
    assert.ok(isInUse(ownersOf(model, [goingOn])));
    const made = { ...file, kind: 'model', launchId: 'launch0001' } as const;
    assert.deepEqual(
      ownersOf(made, [other, fakeJob('maker', 'SUCCEEDED', { launchId: 'launch0001' })]).map(
        ({ name }) => name,
      ),
      ['maker'],
    );
  });
});

/** A project with one model, two endpoints of ours, and one of somebody else's. */
function connection(): Connection {
  const labels = { tunewright_launch: 'launch0001' };
  const replies: Readonly<Record<string, object>> = {
    'us-central1/endpoints': {
      endpoints: [
        { name: `${at}/endpoints/1`, labels, deployedModels: [{ id: '5', model: `${at}/models/7@2` }] },
        { name: `${at}/endpoints/2`, labels },
        { name: `${at}/endpoints/3` },
      ],
    },
    'us-central1/models': { models: [{ name: `${at}/models/7`, labels }] },
    'us/models': { models: [{ name: 'projects/p/locations/us/models/8', labels }] },
  };
  const client = Object.assign(new PassThroughClient(), {
    request: async ({ url }: { url?: string | URL }) => ({
      data: replies[new URL(String(url)).pathname.split('/').slice(-2).join('/')] ?? {},
    }),
  });
  return { client, authClient: client, project: 'p', region: 'us-central1', origin: () => 'https://x' };
}

function fakeStorage(
  files: Readonly<Record<string, Awaited<ReturnType<CloudStorage['uploads']>>>>,
): CloudStorage {
  const unused = () => assert.fail('not asked here');
  return {
    buckets: async () => ['closed', 'open'].map((name) => ({ name, location: 'us' })),
    uploads: async (bucket) => files[bucket] ?? Promise.reject(new Error('403')),
    createBucket: unused,
    browse: unused,
    lines: unused,
    remove: unused,
    read: unused,
    stat: unused,
    pages: unused,
    object: unused,
    content: unused,
    replace: unused,
    agentAccess: unused,
    upload: unused,
  };
}
