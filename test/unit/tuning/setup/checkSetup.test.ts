import assert from 'node:assert/strict';
import { OAuth2Client } from 'google-auth-library';
import { UserError } from '../../../../src/base/userError';
import { GoogleApiError, readGoogleStatus } from '../../../../src/tuning/google/errors/googleApiError';
import { googleOrigin } from '../../../../src/tuning/google/googleHost';
import { checkSetup, type SetupSubject } from '../../../../src/tuning/setup/checkSetup';
import type { SetupLink } from '../../../../src/tuning/setup/setupLink';

type Reply = { readonly status?: number; readonly body: unknown };
/** Answers by host; what is not named here is as on a machine where all is well. */
type Google = Readonly<Record<string, Reply>>;

const refusal = (code: number, message: string, reason?: string, metadata: object = {}): Reply => ({
  status: code,
  body: {
    error: {
      code,
      status: code === 403 ? 'PERMISSION_DENIED' : 'NOT_FOUND',
      message,
      ...(reason && {
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, metadata }],
      }),
    },
  },
});

const well = (asked: { url: string; data?: { permissions?: unknown } }): Reply => {
  if (asked.url.includes(':testIamPermissions')) return { body: asked.data };
  if (asked.url.includes('storage.')) return { body: { items: [{ name: 'mine', location: 'US-CENTRAL1' }] } };
  return { body: {} };
};

function subject(google: Google, change: Partial<SetupSubject> & { project?: string | undefined } = {}) {
  const asked: string[] = [];
  const request = async (options: { url: string; data?: object }) => {
    asked.push(options.url);
    const host = new URL(options.url).host;
    const { status = 200, body } = google[host] ?? well(options);
    if (status < 400) return { data: body };
    throw Object.assign(new Error('refused'), { response: { status, data: body } });
  };
  const client = Object.assign(new OAuth2Client(), { request });
  const project = 'project' in change ? change.project : 'demo';
  const made: SetupSubject = {
    label: 'you@example.com',
    member: 'user:you@example.com',
    fromGcloud: true,
    place: 'google',
    connected: true,
    access: async () => ({
      client,
      authClient: client,
      project,
      region: 'us-central1',
      origin: googleOrigin,
    }),
    accessToken: async () => 'token',
    ...change,
  };
  return { made, asked };
}

async function check(google: Google, change: Parameters<typeof subject>[1] = {}) {
  const { made, asked } = subject(google, change);
  const links: SetupLink[] = [];
  for await (const link of checkSetup(made, new AbortController().signal)) links.push(link);
  const states = Object.fromEntries(links.map(({ id, state }) => [id, state]));
  const broken = links.find(({ state }) => state === 'problem');
  return { links, states, broken, asked };
}

const allOk = {
  credentials: 'ok',
  project: 'ok',
  vertexAi: 'ok',
  permission: 'ok',
  bucket: 'ok',
  geminiApi: 'ok',
};

describe('checking the setup', () => {
  it('finds all well where all is well', async () => {
    const { states, links } = await check({});
    assert.deepEqual(states, allOk);
    assert.match(links.map(({ sentence }) => sentence).join('\n'), /gs:\/\/mine/);
  });

  it('says what to do where nothing is set up, and asks nobody', async () => {
    const none = new UserError('No Google credentials were found.', 'NO_CREDENTIALS');
    const { states, broken, asked } = await check({}, { access: () => Promise.reject(none) });
    assert.deepEqual(states, {
      credentials: 'problem',
      project: 'unchecked',
      vertexAi: 'unchecked',
      permission: 'unchecked',
      bucket: 'unchecked',
      geminiApi: 'unchecked',
    });
    assert.deepEqual(broken?.gcloud, ['gcloud auth application-default login']);
    assert.deepEqual(asked, []);
  });

  it('says when a sign-in has ended; gcloud mends its own only', async () => {
    const body = { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' };
    const ended = new GoogleApiError(readGoogleStatus(400, body));
    const accessToken = () => Promise.reject(ended);
    const ofGcloud = await check({}, { accessToken });
    assert.deepEqual([ofGcloud.broken?.id, ofGcloud.broken?.gcloud.length], ['credentials', 1]);
    const ours = await check({}, { accessToken, fromGcloud: false });
    assert.deepEqual(ours.broken?.gcloud, []);
    assert.equal(ours.broken?.nextSteps[0]?.kind, 'signIn');
  });

  it('says that no project is named', async () => {
    const { states, broken, asked } = await check({}, { project: undefined });
    assert.deepEqual([states.credentials, states.project, states.vertexAi], ['ok', 'problem', 'unchecked']);
    assert.equal(broken?.gcloud[0], 'gcloud auth application-default set-quota-project PROJECT');
    assert.deepEqual(asked, []);
  });

  it('tells an API that is off, with the line that turns it on in this project', async () => {
    const off = refusal(403, 'Vertex AI API has not been used …', 'SERVICE_DISABLED', {
      service: 'aiplatform.googleapis.com',
      consumer: 'projects/1234567',
    });
    const { states, broken } = await check({ 'us-central1-aiplatform.googleapis.com': off });
    assert.deepEqual([states.project, states.vertexAi, states.permission], ['ok', 'problem', 'unchecked']);
    assert.deepEqual(broken?.gcloud, ['gcloud services enable aiplatform.googleapis.com --project=1234567']);
  });

  it('lays what is wrong with the project at the project', async () => {
    for (const [reason, message] of [
      ['BILLING_DISABLED', 'This API method requires billing to be enabled.'],
      ['USER_PROJECT_DENIED', 'Caller does not have required permission to use project demo.'],
      ['CONSUMER_INVALID', 'Permission denied on resource project demo.'],
    ] as const) {
      const google = { 'us-central1-aiplatform.googleapis.com': refusal(403, message, reason) };
      assert.equal((await check(google)).broken?.id, 'project', reason);
    }
  });

  it('names each permission that is missing, and the roles that have them', async () => {
    const some = { body: { permissions: ['aiplatform.tuningJobs.list', 'storage.buckets.list'] } };
    const { broken } = await check({ 'cloudresourcemanager.googleapis.com': some });
    assert.equal(broken?.id, 'permission');
    assert.match(broken.sentence, /aiplatform\.tuningJobs\.create.*"Vertex AI User" and "Storage Admin"/);
    assert.equal(
      broken.gcloud[0],
      'gcloud projects add-iam-policy-binding demo --member=user:you@example.com --role=roles/aiplatform.user',
    );
  });

  it('names the permission that even listing lacks', async () => {
    const denied = refusal(
      403,
      "Permission 'aiplatform.tuningJobs.list' denied on resource.",
      'IAM_PERMISSION_DENIED',
      {
        permission: 'aiplatform.tuningJobs.list',
      },
    );
    const { states, broken } = await check({ 'us-central1-aiplatform.googleapis.com': denied });
    assert.deepEqual([states.vertexAi, states.permission, states.bucket], ['ok', 'problem', 'unchecked']);
    assert.match(broken?.sentence ?? '', /aiplatform\.tuningJobs\.list/);
  });

  it('goes on where only advice is to be given', async () => {
    const off = (service: string) =>
      refusal(403, 'it is off', 'SERVICE_DISABLED', { service, consumer: 'projects/demo' });
    const { states, links } = await check({
      'cloudresourcemanager.googleapis.com': off('cloudresourcemanager.googleapis.com'),
      'generativelanguage.googleapis.com': off('generativelanguage.googleapis.com'),
      'storage.googleapis.com': { body: { items: [{ name: 'far', location: 'EUROPE-WEST4' }] } },
    });
    assert.deepEqual(states, { ...allOk, permission: 'advice', bucket: 'advice', geminiApi: 'advice' });
    assert.deepEqual(links.find(({ id }) => id === 'bucket')?.gcloud, [
      'gcloud storage buckets create gs://demo-tuning --project=demo --location=us-central1 --uniform-bucket-level-access',
    ]);
  });

  it('gives no line for gcloud in the sandbox, since gcloud speaks to Google', async () => {
    const { links } = await check({ 'storage.googleapis.com': { body: {} } }, { place: 'sandbox' });
    assert.equal(links.find(({ id }) => id === 'bucket')?.state, 'advice');
    assert.deepEqual(
      links.flatMap(({ gcloud }) => gcloud),
      [],
    );
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const run = async () => {
      for await (const { id } of checkSetup(subject({}).made, stop.signal))
        if (id === 'project') stop.abort();
    };
    await assert.rejects(run(), { name: 'AbortError' });
  });
});

describe("Google's hosts", () => {
  it('are all that credentials are sent to, whatever a region says', () => {
    assert.equal(
      googleOrigin('us-central1-aiplatform.googleapis.com'),
      'https://us-central1-aiplatform.googleapis.com',
    );
    assert.equal(
      googleOrigin('aiplatform.eu.rep.googleapis.com'),
      'https://aiplatform.eu.rep.googleapis.com',
    );
    for (const region of [
      'evil.example/',
      'evil.example#',
      'evil.example?',
      'a@evil.example:1/',
      'x\\',
      'é',
      ' ',
    ]) {
      assert.throws(() => googleOrigin(`${region}-aiplatform.googleapis.com`), /isn't a Google host/, region);
    }
    for (const host of ['evilgoogleapis.com', 'googleapis.com.evil.example', 'x.googleapis.com:8443']) {
      assert.throws(() => googleOrigin(host), /isn't a Google host/, host);
    }
  });
});
