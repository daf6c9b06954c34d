import * as l10n from '@vscode/l10n';
import type { Connection } from '../contract/connection';
import type { ErrorKind } from '../google/errors/errorKinds';
import { GoogleApiError } from '../google/errors/googleApiError';
import { requestJson } from '../google/rest';
import { vertexHost } from '../services/vertexAi/locations';
import { brokenBy, type KnownNames, ok, type SetupLink } from './setupLink';

/** Errors that speak of the project, whichever API is asked. */
const aboutProject: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'billingOff',
  'noQuotaProject',
  'noSuchProject',
  'quotaProjectDenied',
]);

interface VertexAiLinks {
  readonly project: SetupLink;
  readonly api: SetupLink;
  /** Set when the answer told already that a permission is missing. */
  readonly permission: SetupLink | undefined;
}

/** Lists tuning jobs: the answer tells of the project, the API and the first permission at once. */
export async function checkVertexAi(
  connection: Connection,
  known: KnownNames,
  signal: AbortSignal,
): Promise<VertexAiLinks> {
  const { project, region } = connection;
  const projectOk = ok('project', l10n.t('Tuning jobs run in project {0}.', project));
  const apiOk = ok('vertexAi', l10n.t('The Vertex AI API is enabled and reachable in {0}.', region));
  try {
    const url = `${connection.origin(vertexHost(region))}/v1/projects/${project}/locations/${region}/tuningJobs`;
    await requestJson(connection, { method: 'GET', url, query: { pageSize: 1 }, signal });
    return { project: projectOk, api: apiOk, permission: undefined };
  } catch (error) {
    const kind = error instanceof GoogleApiError ? error.kind : undefined;
    if (kind !== undefined && aboutProject.has(kind)) {
      return { project: brokenBy('project', error, known), api: apiOk, permission: undefined };
    }
    if (kind === 'noPermission') {
      return { project: projectOk, api: apiOk, permission: brokenBy('permission', error, known) };
    }
    return { project: projectOk, api: brokenBy('vertexAi', error, known), permission: undefined };
  }
}

/** Lists tuned models. The Gemini API has had no base model that can be tuned since May 2025: without it tuning works. */
export async function checkGeminiApi(
  connection: Connection,
  known: KnownNames,
  signal: AbortSignal,
): Promise<SetupLink> {
  try {
    const url = `${connection.origin('generativelanguage.googleapis.com')}/v1beta/tunedModels`;
    await requestJson(connection, { method: 'GET', url, query: { pageSize: 1 }, signal });
    return ok('geminiApi', l10n.t('The Gemini API is enabled.'));
  } catch (error) {
    const link = brokenBy('geminiApi', error, known);
    return {
      ...link,
      state: 'advice',
      sentence: l10n.t('Needed only for models tuned on the Gemini API. {0}', link.sentence),
    };
  }
}
