import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { v1beta } from '@google-ai/generativelanguage';
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { CLOUD_PLATFORM, type RunningSandbox, startSandbox } from './sandboxProcess';

interface ErrorBody {
  error: { code: number; message: string; status: string; details?: { reason?: string }[] };
}

const REDIRECT = 'http://127.0.0.1:53682/';

describe('who may call the sandbox', () => {
  let sandbox: RunningSandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => {
    await sandbox?.stop();
    assert.equal(sandbox?.errors(), '');
  });

  /** `[HTTP status, google.rpc status, ErrorInfo reason]` of a reply; the last two are undefined when it is no error. */
  async function get(requestPath: string, headers: Record<string, string> = {}) {
    const reply = await fetch(sandbox.url + requestPath, { headers });
    const { error } = (await reply.json()) as Partial<ErrorBody>;
    return [reply.status, error?.status, error?.details?.[0]?.reason];
  }

  it('answers for its own host only', async () => {
    const port = new URL(sandbox.url).port;
    for (const [host, status] of [
      ['tunewright.evil.example', 403],
      [`127.0.0.1.evil.example:${port}`, 403],
      ['127.0.0.1:1', 403],
      [`localhost:${port}`, 404],
    ] as const) {
      const got = await new Promise((resolve, reject) => {
        http
          .get(sandbox.url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
          .on('error', reject);
      });
      assert.equal(got, status, host);
    }
  });

  it('wants a credential for everything, and says which', async () => {
    const jobs = '/v1/projects/p/locations/us-central1/tuningJobs';
    const missing = [401, 'UNAUTHENTICATED', 'CREDENTIALS_MISSING'];
    assert.deepEqual(await get('/v1beta/tunedModels'), missing);
    assert.deepEqual(await get(jobs), missing);
    assert.deepEqual(await get('/v1beta/models'), [403, 'PERMISSION_DENIED', undefined]);
    assert.equal((await get('/storage/v1/b?project=p'))[0], 401);

    const unknown = [401, 'UNAUTHENTICATED', 'ACCESS_TOKEN_TYPE_UNSUPPORTED'];
    assert.deepEqual(await get(jobs, { Authorization: 'Bearer made-up' }), unknown);
    assert.deepEqual(await get('/v1beta/models', { Authorization: 'Basic eDp5' }), unknown);

    assert.deepEqual(await get('/v1beta/models', { 'x-goog-api-key': 'AIza-test' }), [
      200,
      undefined,
      undefined,
    ]);
    assert.deepEqual(await get('/v1beta/models?key=nonsense'), [400, 'INVALID_ARGUMENT', 'API_KEY_INVALID']);
    assert.deepEqual(await get('/v1beta/tunedModels?key=AIza-test'), missing);
    assert.deepEqual(await get(jobs, { 'x-goog-api-key': 'AIza-test' }), missing);
  });

  it('takes the ADC file and nothing like it', async () => {
    const adc = JSON.parse(await readFile(sandbox.adc, 'utf8')) as {
      credential_source: { file: string };
      audience: string;
    };
    assert.ok(path.isAbsolute(adc.credential_source.file));
    const reply = await fetch(`${sandbox.url}/sts/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        audience: adc.audience,
        scope: CLOUD_PLATFORM,
        subject_token: 'a guess',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      }),
    });
    assert.equal(reply.status, 400);
    assert.equal(((await reply.json()) as { error: string }).error, 'invalid_grant');
  });

  it('signs a user in by the browser, with PKCE, and asks user credentials for a quota project', async () => {
    const client = new OAuth2Client({
      clientId: 'cid.apps.googleusercontent.com',
      clientSecret: 's',
      redirectUri: REDIRECT,
      endpoints: {
        oauth2AuthBaseUrl: `${sandbox.url}/o/oauth2/v2/auth`,
        oauth2TokenUrl: `${sandbox.url}/token`,
        oauth2RevokeUrl: `${sandbox.url}/revoke`,
        tokenInfoUrl: `${sandbox.url}/tokeninfo`,
      },
    });
    const verifier = randomBytes(32).toString('base64url');
    const consent = client.generateAuthUrl({
      access_type: 'offline',
      state: 'st',
      scope: [CLOUD_PLATFORM],
      code_challenge_method: CodeChallengeMethod.S256,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    assert.match(await (await fetch(consent)).text(), /Allow/);
    const agree = async () => {
      const form = new URLSearchParams(new URL(consent).search);
      form.set('decision', 'allow');
      const reply = await fetch(`${sandbox.url}/o/oauth2/v2/auth`, {
        method: 'POST',
        body: form,
        redirect: 'manual',
      });
      const back = new URL(reply.headers.get('location') ?? '');
      assert.deepEqual([back.origin + back.pathname, back.searchParams.get('state')], [REDIRECT, 'st']);
      return back.searchParams.get('code') ?? '';
    };
    const code = await agree();
    await assert.rejects(client.getToken({ code: await agree(), codeVerifier: 'another' }), /invalid_grant/);
    const { tokens } = await client.getToken({ code, codeVerifier: verifier });
    await assert.rejects(client.getToken({ code, codeVerifier: verifier }), /invalid_grant/);

    client.setCredentials({ refresh_token: tokens.refresh_token ?? '' });
    const { token } = await client.getAccessToken();
    assert.ok(token && token !== tokens.access_token);
    assert.deepEqual((await client.getTokenInfo(token)).scopes, [CLOUD_PLATFORM]);

    const Authorization = `Bearer ${token}`;
    const denied = [403, 'PERMISSION_DENIED', 'SERVICE_DISABLED'];
    assert.deepEqual(await get('/v1beta/tunedModels', { Authorization }), denied);
    const withProject = { Authorization, 'x-goog-user-project': 'mine' };
    assert.deepEqual(await get('/v1beta/tunedModels', withProject), [200, undefined, undefined]);

    await client.revokeToken(tokens.refresh_token ?? '');
    assert.equal((await get('/v1beta/tunedModels', withProject))[0], 401);
  });

  it('sends nobody away from this machine after a sign-in', async () => {
    const query = 'client_id=c&response_type=code&scope=s&redirect_uri=https://evil.example/';
    assert.equal((await fetch(`${sandbox.url}/o/oauth2/v2/auth?${query}`)).status, 400);
  });

  it('takes tokens that its service account signed, and no forged ones', async () => {
    const file = path.join(sandbox.dataDir, 'service-account.json');
    const key = JSON.parse(await readFile(file, 'utf8')) as { private_key: string; client_email: string };
    const other = JSON.parse(await readFile(file, 'utf8')) as typeof key;
    other.private_key = (await import('node:crypto')).generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
    const list = async (credentials: typeof key) => {
      const models = new v1beta.ModelServiceClient({
        fallback: true,
        protocol: 'http',
        apiEndpoint: '127.0.0.1',
        port: Number(new URL(sandbox.url).port),
        credentials,
      });
      try {
        return (await models.listTunedModels({}))[0];
      } finally {
        await models.close();
      }
    };
    assert.deepEqual(await list(key), []);
    await assert.rejects(list(other), /Invalid JWT Signature/);
  });
});
