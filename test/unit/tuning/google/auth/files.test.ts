import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { speak } from '../../../../../src/base/language';
import { findAdcFile } from '../../../../../src/tuning/google/auth/adcFile';
import { apiKeyAllows, apiKeyProblem } from '../../../../../src/tuning/google/auth/apiKey';
import { readClientFile } from '../../../../../src/tuning/google/auth/clientFile';
import {
  type Credential,
  idOf,
  labelOf,
  readCredential,
} from '../../../../../src/tuning/google/auth/credential';
import { readServiceAccountKey } from '../../../../../src/tuning/google/auth/keyFile';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const keyFile = {
  type: 'service_account',
  project_id: 'demo',
  private_key_id: 'k1',
  private_key: pem,
  client_email: 'a@demo.iam.gserviceaccount.com',
  token_uri: 'https://evil.example/token',
  universe_domain: 'evil.example',
};

describe('an account', () => {
  it('has one id in every language, and a label in the one that is spoken', () => {
    const key: Credential = { kind: 'apiKey', key: 'AIzaSecretabcd' };
    const id = idOf(key);
    assert.equal(labelOf(id), 'API key …abcd');
    speak({ locale: 'it', texts: { 'API key …{0}': 'Chiave API …{0}' } });
    assert.equal(idOf(key), id);
    assert.equal(labelOf(id), 'Chiave API …abcd');
    speak({ locale: 'en', texts: {} });
    const client = { clientId: 'c', clientSecret: undefined };
    const user: Credential = { kind: 'user', email: 'a:b@c.example', client, refreshToken: 't' };
    assert.equal(labelOf(idOf(user)), 'a:b@c.example');
  });
});

describe('OAuth client files', () => {
  it('are read for the client alone: where a sign-in goes is not for them to say', () => {
    const text = JSON.stringify({
      installed: {
        client_id: 'id.apps.googleusercontent.com',
        client_secret: 's',
        auth_uri: 'https://evil.example/auth',
        token_uri: 'https://evil.example/token',
        redirect_uris: ['http://localhost'],
      },
    });
    assert.deepEqual(readClientFile(text), {
      clientId: 'id.apps.googleusercontent.com',
      clientSecret: 's',
    });
  });

  it('of another kind are told by what they are', () => {
    assert.throws(() => readClientFile('{"web": {"client_id": "x"}}'), /web applications.*Desktop app/);
    assert.throws(() => readClientFile(JSON.stringify(keyFile)), /is a service account key/);
    fc.assert(
      fc.property(
        fc.string(),
        (text) =>
          void assert.throws(() => readClientFile(text), /isn't an OAuth client file|service account key/),
      ),
    );
  });
});

describe('service account key files', () => {
  it('are read without their addresses', () => {
    const key = readServiceAccountKey(JSON.stringify(keyFile));
    assert.deepEqual(key, {
      type: 'service_account',
      project_id: 'demo',
      private_key_id: 'k1',
      private_key: pem,
      client_email: 'a@demo.iam.gserviceaccount.com',
    });
  });

  it('that are none or damaged are told so, without the key in the words', () => {
    assert.throws(() => readServiceAccountKey('{"installed": {}}'), /isn't a service account key/);
    const damaged = JSON.stringify({ ...keyFile, private_key: 'SECRETSECRET' });
    assert.throws(
      () => readServiceAccountKey(damaged),
      (error: Error) => /damaged/.test(error.message) && !error.message.includes('SECRET'),
    );
  });
});

describe('API keys', () => {
  it('are for base models of the Gemini API and for nothing else', () => {
    const origin = 'https://generativelanguage.googleapis.com';
    for (const path of ['/v1beta/models', '/v1beta/models/gemini-x', '/v1/models/gemini-x:generateContent']) {
      assert.ok(apiKeyAllows(origin + path), path);
    }
    for (const path of [
      '/v1beta/tunedModels',
      '/v1beta/tunedModels/x:generateContent',
      '/v1/projects/p/locations/l/tuningJobs',
      '/storage/v1/b',
      '/v1beta/models/../tunedModels',
    ]) {
      assert.ok(!apiKeyAllows(origin + path), path);
    }
  });

  it('are looked at before they are kept', () => {
    assert.equal(apiKeyProblem(`AIza${'x'.repeat(35)}`), undefined);
    for (const typed of ['', 'AIza', `AIza ${'x'.repeat(35)}`, `${'x'.repeat(30)}\r\nhost: evil`]) {
      assert.ok(apiKeyProblem(typed));
    }
  });
});

describe('kept credentials', () => {
  it('are read as they were kept', () => {
    const kept: Credential[] = [
      {
        kind: 'user',
        email: 'you@example.com',
        client: { clientId: 'c', clientSecret: undefined },
        refreshToken: '1//x',
      },
      { kind: 'serviceAccount', key: readServiceAccountKey(JSON.stringify(keyFile)) },
      { kind: 'apiKey', key: `AIza${'x'.repeat(35)}` },
    ];
    for (const credential of kept) {
      assert.deepEqual(readCredential(JSON.parse(JSON.stringify(credential))), credential);
    }
  });

  it('of any other form are of no use, and do no harm', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(readCredential(value), undefined)));
    assert.equal(readCredential({ kind: 'user', email: 'x' }), undefined);
  });
});

describe('Application Default Credentials', () => {
  let home: string;
  const machine = (env: Record<string, string> = {}) => ({ env, platform: 'linux' as const, home });
  const write = async (file: string, content: object | string) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'tunewright-adc-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it('are found where gcloud puts them, with their quota project', async () => {
    assert.equal(await findAdcFile(machine()), undefined);
    const file = await write(path.join(home, '.config/gcloud/application_default_credentials.json'), {
      type: 'authorized_user',
      quota_project_id: 'quota-1',
    });
    assert.deepEqual(await findAdcFile(machine()), {
      path: file,
      foundBy: 'gcloud',
      type: 'authorized_user',
      quotaProject: 'quota-1',
      email: undefined,
    });
    const other = await findAdcFile(machine({ GOOGLE_CLOUD_QUOTA_PROJECT: 'quota-2' }));
    assert.equal(other?.quotaProject, 'quota-2');
  });

  it('are found in the folders of CLOUDSDK_CONFIG and of Windows', async () => {
    const name = 'application_default_credentials.json';
    const elsewhere = await write(path.join(home, 'sdk', name), { type: 'external_account' });
    assert.equal((await findAdcFile(machine({ CLOUDSDK_CONFIG: path.join(home, 'sdk') })))?.path, elsewhere);
    const windows = await write(path.join(home, 'Roaming', 'gcloud', name), { type: 'authorized_user' });
    const env = { APPDATA: path.join(home, 'Roaming') };
    assert.equal((await findAdcFile({ env, platform: 'win32', home }))?.path, windows);
  });

  it('named by the environment count even when they are missing or broken', async () => {
    const missing = await findAdcFile(machine({ GOOGLE_APPLICATION_CREDENTIALS: '/no/such' }));
    assert.deepEqual([missing?.path, missing?.type], ['/no/such', undefined]);
    const broken = await write(path.join(home, 'broken.json'), 'not json');
    assert.equal((await findAdcFile(machine({ GOOGLE_APPLICATION_CREDENTIALS: broken })))?.type, undefined);
    const key = await write(path.join(home, 'key.json'), keyFile);
    const found = await findAdcFile(machine({ GOOGLE_APPLICATION_CREDENTIALS: key }));
    assert.deepEqual([found?.type, found?.email], ['service_account', keyFile.client_email]);
  });
});
