import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import path from 'node:path';
import { readState, writeAtomically } from '../state/files';
import { randomSecret } from '../state/ids';

/** The project that the ready-made credentials name. Requests may name any other. */
export const SANDBOX_PROJECT = 'tunewright-sandbox';
/** Of a workforce pool: a workload pool's names a project, whose id Google's libraries then ask of the real Google. */
export const AUDIENCE = '//iam.googleapis.com/locations/global/workforcePools/sandbox/providers/sandbox';

export interface CredentialFiles {
  /** Path of the ADC file, for GOOGLE_APPLICATION_CREDENTIALS. */
  readonly adc: string;
  /** What the ADC file's subject file holds: the token endpoint takes nothing else. */
  readonly subjectToken: string;
  /** Public keys of the sandbox's own service account, by key id. */
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** Writes the ready-made credentials to the data folder. Secrets stay the same over restarts, the address changes. */
export function writeCredentialFiles(folder: string, url: string): CredentialFiles {
  const subjectFile = path.join(folder, 'subject.txt');
  const subjectToken =
    readState(subjectFile, (text) => (text.length >= 40 ? text : undefined)) ?? randomSecret();
  writeAtomically(subjectFile, subjectToken);
  const adc = path.join(folder, 'adc.json');
  writeAtomically(
    adc,
    JSON.stringify(
      {
        type: 'external_account',
        audience: AUDIENCE,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: `${url}/sts/token`,
        credential_source: { file: subjectFile },
        quota_project_id: SANDBOX_PROJECT,
      },
      undefined,
      2,
    ),
  );
  const keys = serviceAccountKeys(path.join(folder, 'service-account.json'));
  return { adc, subjectToken, keys };
}

/** A key file like those that users download, made once. */
function serviceAccountKeys(file: string): ReadonlyMap<string, KeyObject> {
  const known = readState(file, readKey);
  if (known) return known;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    type: 'service_account',
    project_id: SANDBOX_PROJECT,
    private_key_id: randomUUID().replaceAll('-', ''),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: `sandbox@${SANDBOX_PROJECT}.iam.gserviceaccount.com`,
    client_id: '100000000000000000000',
    token_uri: 'https://oauth2.googleapis.com/token',
  };
  const text = JSON.stringify(key, undefined, 2);
  writeAtomically(file, text);
  return readKey(text);
}

function readKey(text: string): ReadonlyMap<string, KeyObject> {
  const { private_key_id: id, private_key: key } = JSON.parse(text) as {
    private_key_id: string;
    private_key: string;
  };
  return new Map([[id, createPublicKey(key)]]);
}
