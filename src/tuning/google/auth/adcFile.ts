import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { parseObject, textIn } from './json';

/** The machine, as far as the search for credentials looks at it. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** The types of credential file that google-auth-library reads. */
export const credentialTypes = {
  authorized_user: l10n.t('user account'),
  service_account: l10n.t('service account'),
  external_account: l10n.t('workload identity'),
  impersonated_service_account: l10n.t('impersonated service account'),
  external_account_authorized_user: l10n.t('workforce identity'),
} as const;

export type CredentialType = keyof typeof credentialTypes;

/** A file of Application Default Credentials. Holds none of the file's secrets. */
export interface AdcFile {
  readonly path: string;
  readonly foundBy: 'GOOGLE_APPLICATION_CREDENTIALS' | 'gcloud';
  /** Undefined when the file is missing, unreadable or of a type that is not known. */
  readonly type: CredentialType | undefined;
  /** From `GOOGLE_CLOUD_QUOTA_PROJECT`, else from the file. */
  readonly quotaProject: string | undefined;
  /** Of a service account's key. */
  readonly email: string | undefined;
}

/**
 * Where Google's libraries look for Application Default Credentials, in their order, without the metadata server. A file that
 * the environment names counts even when it is not there: the libraries look no further then.
 * @returns undefined when neither place has one
 */
export async function findAdcFile(machine: Machine): Promise<AdcFile | undefined> {
  const named = machine.env.GOOGLE_APPLICATION_CREDENTIALS ?? machine.env.google_application_credentials;
  const file = named || gcloudFile(machine);
  const text = file && (await readFile(file, 'utf8').catch(() => undefined));
  if (!file || (text === undefined && !named)) return undefined;
  const content = parseObject(text ?? '') ?? {};
  const type = textIn(content, 'type');
  return {
    path: file,
    foundBy: named ? 'GOOGLE_APPLICATION_CREDENTIALS' : 'gcloud',
    type: isCredentialType(type) ? type : undefined,
    quotaProject: machine.env.GOOGLE_CLOUD_QUOTA_PROJECT || textIn(content, 'quota_project_id'),
    email: textIn(content, 'client_email'),
  };
}

function gcloudFile({ env, platform, home }: Machine): string | undefined {
  const folder =
    env.CLOUDSDK_CONFIG ||
    (platform === 'win32'
      ? env.APPDATA && path.join(env.APPDATA, 'gcloud')
      : path.join(home, '.config', 'gcloud'));
  return folder ? path.join(folder, 'application_default_credentials.json') : undefined;
}

function isCredentialType(type: string | undefined): type is CredentialType {
  return type !== undefined && Object.hasOwn(credentialTypes, type);
}
