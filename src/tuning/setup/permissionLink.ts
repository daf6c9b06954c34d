import * as l10n from '@vscode/l10n';
import { allOf } from '../../base/numbers';
import type { Connection } from '../contract/connection';
import { GoogleApiError } from '../google/errors/googleApiError';
import { requestJson } from '../google/rest';
import { fillIn, type KnownNames, ok, type SetupLink } from './setupLink';

/** What a launch and what comes after it need, by the role that has it. */
const needed = [
  {
    role: 'roles/aiplatform.user',
    title: 'Vertex AI User',
    permissions: [
      'aiplatform.tuningJobs.create',
      'aiplatform.tuningJobs.get',
      'aiplatform.tuningJobs.list',
      'aiplatform.tuningJobs.cancel',
      'aiplatform.endpoints.predict',
    ],
  },
  {
    role: 'roles/storage.admin',
    title: 'Storage Admin',
    permissions: ['storage.buckets.list', 'storage.objects.create', 'storage.objects.get'],
  },
] as const;

const all: readonly string[] = needed.flatMap(({ permissions }) => permissions);

/** Asks which of the permissions the credentials have, without using any: `google.cloud.resourcemanager.v3.Projects.TestIamPermissions`. */
export async function checkPermissions(
  connection: Connection,
  known: KnownNames,
  signal: AbortSignal,
): Promise<SetupLink> {
  const origin = connection.origin('cloudresourcemanager.googleapis.com');
  const url = `${origin}/v3/projects/${connection.project}:testIamPermissions`;
  try {
    const body = { permissions: all };
    const { permissions = [] } = await requestJson<{ permissions?: readonly string[] }>(connection, {
      method: 'POST',
      url,
      body,
      signal,
    });
    return linkOf(permissions, known);
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    return couldNotAsk(error, known);
  }
}

function linkOf(granted: readonly string[], known: KnownNames): SetupLink {
  const missing = all.filter((permission) => !granted.includes(permission));
  if (missing.length === 0)
    return ok(
      'permission',
      l10n.t('You have permission to tune, monitor, and prompt models and to upload training files.'),
    );
  const roles = needed.filter(({ permissions }) => permissions.some((one) => missing.includes(one)));
  const names = allOf(roles.map(({ title }) => `"${title}"`));
  return {
    id: 'permission',
    state: 'problem',
    sentence:
      roles.length > 1
        ? l10n.t(
            'Missing permissions: {0}. Ask a project owner to grant the roles {1}.',
            missing.join(', '),
            names,
          )
        : l10n.t(
            'Missing permissions: {0}. Ask a project owner to grant the role {1}.',
            missing.join(', '),
            names,
          ),
    gcloud: roles.map(({ role }) =>
      fillIn(`gcloud projects add-iam-policy-binding PROJECT --member=user:YOUR_EMAIL --role=${role}`, known),
    ),
    nextSteps: [],
  };
}

/** The API that answers it is often off. Jobs could be listed before this is asked, so tuning may well work. */
function couldNotAsk(error: GoogleApiError, known: KnownNames): SetupLink {
  const sentence = l10n.t("You can list tuning jobs. Other permissions couldn't be checked.");
  if (error.kind !== 'apiDisabled') return { ...ok('permission', sentence), state: 'advice' };
  return {
    id: 'permission',
    state: 'advice',
    sentence: `${sentence} ${error.message}`,
    gcloud: error.gcloud.map((line) => fillIn(line, known)),
    nextSteps: [],
  };
}
