import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { GoogleAuth, gaxios } from 'google-auth-library';
import { startCallbackServer } from '../../src/tuning/google/auth/callbackServer';
import { type Credential, idOf, labelOf } from '../../src/tuning/google/auth/credential';
import {
  type AuthEndpoints,
  accessToken,
  applicationDefaultCredentials,
  authClientOf,
  beginSignIn,
  revoke,
} from '../../src/tuning/google/auth/googleAuth';
import { readServiceAccountKey } from '../../src/tuning/google/auth/keyFile';
import { tuningScopes } from '../../src/tuning/google/auth/scopes';
import { requestJson } from '../../src/tuning/google/rest';
import { type RunningSandbox, startSandbox } from './sandboxProcess';

const client = { clientId: 'mine.apps.googleusercontent.com', clientSecret: 'not-so-secret' };
const state = 'the-state';

describe('signing in, against the sandbox', () => {
  let sandbox: RunningSandbox;
  let options: AuthEndpoints;
  before(async () => {
    sandbox = await startSandbox();
    options = { endpoints: endpointsOf(sandbox.url), transporter: redirecting(sandbox.url) };
  });
  after(() => sandbox?.stop());

  /** What the person does in the browser. */
  async function decide(url: string, decision: 'allow' | 'deny'): Promise<Response> {
    const asked = new URL(url);
    const page = await fetch(asked);
    assert.equal(page.status, 200, await page.text());
    const form = new URLSearchParams([...asked.searchParams, ['decision', decision]]);
    return fetch(asked.origin + asked.pathname, { method: 'POST', body: form });
  }

  async function signIn(): Promise<Extract<Credential, { kind: 'user' }>> {
    const server = await startCallbackServer(state);
    try {
      const pending = await beginSignIn(client, { redirectUri: server.origin, state }, options);
      const landed = await decide(pending.url, 'allow');
      assert.match(await landed.text(), /close this tab/);
      const answer = await server.answer;
      assert.ok(answer.kind === 'code');
      return await pending.finish(answer.code);
    } finally {
      server.close();
    }
  }

  /** Lists tuned models and the project's buckets, as the extension does after it is connected. */
  async function use(credential: Parameters<typeof authClientOf>[0] | string, project = 'demo') {
    const authClient =
      typeof credential === 'string'
        ? await new GoogleAuth({
            keyFilename: credential,
            scopes: [...tuningScopes],
            clientOptions: options,
          }).getClient()
        : authClientOf(credential, options);
    authClient.quotaProjectId ??= project;
    const connection = {
      client: authClient,
      authClient,
      project,
      region: 'us-central1',
      origin: () => sandbox.url,
    };
    const signal = AbortSignal.timeout(10_000);
    await requestJson(connection, { method: 'GET', url: `${sandbox.url}/v1beta/tunedModels`, signal });
    const jobs = `${sandbox.url}/v1/projects/${project}/locations/us-central1/tuningJobs`;
    await requestJson(connection, { method: 'GET', url: jobs, signal });
  }

  it('in the browser: PKCE, a code for one use, and a token that is renewed without asking', async () => {
    const credential = await signIn();
    assert.equal(labelOf(idOf(credential)), 'you@sandbox.example');
    await use(credential);
    const renewed = authClientOf(credential, options);
    const first = await accessToken(renewed);
    renewed.setCredentials({ refresh_token: credential.refreshToken, access_token: first, expiry_date: 1 });
    assert.notEqual(await accessToken(renewed), first);
  });

  it('asks for the scopes of tuning, offline, with a challenge that hides the verifier', async () => {
    const { url } = await beginSignIn(client, { redirectUri: 'http://127.0.0.1:1', state }, options);
    const asked = new URL(url).searchParams;
    for (const scope of tuningScopes) assert.ok(asked.get('scope')?.split(' ').includes(scope), scope);
    assert.equal(asked.get('access_type'), 'offline');
    assert.equal(asked.get('state'), state);
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.match(asked.get('code_challenge') ?? '', /^[\w-]{43}$/);
    assert.ok(!url.includes('secret'));
    const other = await beginSignIn(client, { redirectUri: 'http://127.0.0.1:1', state }, options);
    assert.notEqual(new URL(other.url).searchParams.get('code_challenge'), asked.get('code_challenge'));
  });

  it('gives a stolen code to nobody: only the sign-in that was started has its verifier', async () => {
    const server = await startCallbackServer(state);
    try {
      const mine = await beginSignIn(client, { redirectUri: server.origin, state }, options);
      const thief = await beginSignIn(client, { redirectUri: server.origin, state }, options);
      await decide(mine.url, 'allow');
      const answer = await server.answer;
      assert.ok(answer.kind === 'code');
      await assert.rejects(thief.finish(answer.code), { name: 'GoogleApiError', kind: 'signInExpired' });
    } finally {
      server.close();
    }
  });

  it('sends the verifier of the challenge to the token endpoint', async () => {
    const sent: string[] = [];
    const spy = redirecting(sandbox.url, (body) => sent.push(body));
    const server = await startCallbackServer(state);
    try {
      const pending = await beginSignIn(
        client,
        { redirectUri: server.origin, state },
        { ...options, transporter: spy },
      );
      await decide(pending.url, 'allow');
      const answer = await server.answer;
      assert.ok(answer.kind === 'code');
      await pending.finish(answer.code);
      const verifier = new URLSearchParams(sent.find((body) => body.includes('code_verifier'))).get(
        'code_verifier',
      );
      const challenge = new URL(pending.url).searchParams.get('code_challenge');
      assert.ok(verifier && verifier.length >= 43);
      assert.equal(createHash('sha256').update(verifier).digest('base64url'), challenge);
    } finally {
      server.close();
    }
  });

  it('comes back refused when the person says no', async () => {
    const server = await startCallbackServer(state);
    try {
      const pending = await beginSignIn(client, { redirectUri: server.origin, state }, options);
      await decide(pending.url, 'deny');
      assert.deepEqual(await server.answer, { kind: 'refused', error: 'access_denied' });
    } finally {
      server.close();
    }
  });

  it('tells a person who did not allow everything', async () => {
    const server = await startCallbackServer(state);
    try {
      const pending = await beginSignIn(client, { redirectUri: server.origin, state }, options);
      const less = new URL(pending.url);
      less.searchParams.set('scope', tuningScopes[0] ?? '');
      await decide(less.href, 'allow');
      const answer = await server.answer;
      assert.ok(answer.kind === 'code');
      await assert.rejects(pending.finish(answer.code), { reason: 'SCOPES_NOT_GRANTED' });
    } finally {
      server.close();
    }
  });

  it('ends at Google too when the person signs out', async () => {
    const credential = await signIn();
    await use(credential);
    await revoke(credential, options);
    await assert.rejects(use(credential), (error: Error) => /^Your session has expired/.test(error.message));
    await revoke(credential, options); // a second time is no error
  });

  it('with a service account key', async () => {
    const text = await readFile(path.join(sandbox.dataDir, 'service-account.json'), 'utf8');
    const credential = { kind: 'serviceAccount', key: readServiceAccountKey(text) } as const;
    await use(credential);
    const wrong = {
      ...credential,
      key: { ...credential.key, client_email: 'other', private_key_id: undefined },
    };
    await assert.rejects(use(wrong), { name: 'GoogleApiError' });
  });

  it('with an API key: for base models only, and says so before it asks', async () => {
    const authClient = authClientOf({ kind: 'apiKey', key: `AIza${'x'.repeat(35)}` }, options);
    const connection = { client: authClient, authClient, project: '', region: '', origin: () => sandbox.url };
    const get = (path: string) =>
      requestJson<{ models?: object[] }>(connection, {
        method: 'GET',
        url: sandbox.url + path,
        signal: AbortSignal.timeout(10_000),
      });
    assert.ok(((await get('/v1beta/models')).models ?? []).length > 0);
    await assert.rejects(get('/v1beta/tunedModels'), { reason: 'API_KEY_NOT_ENOUGH' });
    await assert.rejects(get('/storage/v1/b'), { reason: 'API_KEY_NOT_ENOUGH' });
  });

  it('with every type of file that Google writes for Application Default Credentials', async () => {
    const write = async (name: string, content: object) => {
      const file = path.join(sandbox.dataDir, name);
      await writeFile(file, JSON.stringify(content));
      return file;
    };
    const user = await signIn();
    const authorizedUser = {
      type: 'authorized_user',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      refresh_token: user.refreshToken,
      quota_project_id: 'demo',
    };
    await use(await write('user.json', authorizedUser));
    await use(path.join(sandbox.dataDir, 'service-account.json'));
    await use(sandbox.adc); // external_account
    const workforce = {
      type: 'external_account_authorized_user',
      audience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/q',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      refresh_token: user.refreshToken,
      token_url: `${sandbox.url}/token`,
    };
    await use(await write('workforce.json', workforce));
    // impersonated_service_account asks Google's fixed hosts: test/e2e/checkSetup.test.ts has it.
  });

  it("with a machine of Google's, whose metadata server tells the project too", async () => {
    const token = await sandbox.token();
    const metadata = createServer((request, response) => {
      response.setHeader('metadata-flavor', 'Google');
      const { pathname } = new URL(request.url ?? '', 'http://metadata');
      if (pathname.endsWith('/project/project-id')) response.end('machine-project');
      else if (pathname.endsWith('/token')) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ access_token: token, expires_in: 3000, token_type: 'Bearer' }));
      } else response.writeHead(404).end();
    });
    metadata.listen(0, '127.0.0.1');
    await once(metadata, 'listening');
    const { port } = metadata.address() as AddressInfo;
    const env = {
      GCE_METADATA_HOST: `127.0.0.1:${port}`,
      METADATA_SERVER_DETECTION: 'assume-present',
      CLOUDSDK_CONFIG: sandbox.dataDir,
    };
    const before = { ...process.env };
    Object.assign(process.env, env);
    try {
      const client = await applicationDefaultCredentials();
      assert.equal(client.projectId, 'machine-project');
      assert.equal(await accessToken(client), token);
    } finally {
      process.env = before;
      metadata.close();
    }
  });
});

function endpointsOf(url: string): NonNullable<AuthEndpoints['endpoints']> {
  return {
    oauth2AuthBaseUrl: `${url}/o/oauth2/v2/auth`,
    oauth2TokenUrl: `${url}/token`,
    oauth2RevokeUrl: `${url}/revoke`,
    tokenInfoUrl: `${url}/tokeninfo`,
  };
}

/** A service account's tokens come from one fixed host: this sends what is for it to the sandbox. */
function redirecting(url: string, onBody: (body: string) => void = () => {}): gaxios.Gaxios {
  const transporter = new gaxios.Gaxios();
  transporter.interceptors.request.add({
    resolved: async (request) => {
      if (request.url.hostname === 'oauth2.googleapis.com') request.url = new URL(url + request.url.pathname);
      onBody(String(request.data ?? ''));
      return request;
    },
  });
  return transporter;
}
