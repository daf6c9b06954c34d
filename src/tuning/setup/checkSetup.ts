import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';
import type { Connection } from '../contract/connection';
import { adcLogin } from '../google/errors/errorExplanation';
import { GoogleApiError } from '../google/errors/googleApiError';
import { checkGeminiApi, checkVertexAi } from './apiLinks';
import { checkBucket } from './bucketLink';
import { checkPermissions } from './permissionLink';
import { brokenBy, type KnownNames, type LinkId, linkIds, ok, type SetupLink } from './setupLink';

/** Whose setup is checked. */
export interface SetupSubject {
  /** The credentials in words, such as `you@example.com`. */
  readonly label: string;
  /** As gcloud writes it: `user:you@example.com`. */
  readonly member: string | undefined;
  /** Where credentials are that gcloud keeps: its commands can mend those. */
  readonly fromGcloud: boolean;
  /** In the sandbox no line is for a terminal: gcloud speaks to Google alone. */
  readonly place: 'google' | 'sandbox';
  /** False when Tunewright does not use the credentials yet. */
  readonly connected: boolean;
  /** @throws UserError when there are no credentials. `project` is undefined when nothing names one. */
  access(): Promise<Omit<Connection, 'project'> & { readonly project: string | undefined }>;
  /** Asks for a token. @throws UserError when Google gives none */
  accessToken(access: Pick<Connection, 'authClient'>): Promise<unknown>;
}

/** Walks the chain and yields each link as soon as it is known; after a broken one the rest is left unchecked. */
export async function* checkSetup(subject: SetupSubject, signal: AbortSignal): AsyncGenerator<SetupLink> {
  const done = new Set<LinkId>();
  for await (const link of walk(subject, signal)) {
    signal.throwIfAborted();
    done.add(link.id);
    yield subject.place === 'sandbox' ? { ...link, gcloud: [] } : link;
    if (link.state === 'problem') break;
  }
  for (const id of linkIds.filter((one) => !done.has(one))) {
    yield { id, state: 'unchecked', sentence: '', gcloud: [], nextSteps: [] };
  }
}

async function* walk(subject: SetupSubject, signal: AbortSignal): AsyncGenerator<SetupLink> {
  let access: Awaited<ReturnType<SetupSubject['access']>>;
  try {
    access = await subject.access();
    await subject.accessToken(access);
    yield workingCredentials(subject);
  } catch (error) {
    yield brokenCredentials(subject, error);
    return;
  }
  const { project } = access;
  const known: KnownNames = { project, member: subject.member };
  if (project === undefined) {
    yield noProject(subject);
    return;
  }
  const connection: Connection = { ...access, project };
  const jobs = await checkVertexAi(connection, known, signal);
  yield jobs.project;
  yield jobs.api;
  yield jobs.permission ?? (await checkPermissions(connection, known, signal));
  yield await checkBucket(connection, known, signal);
  yield await checkGeminiApi(connection, known, signal);
}

function workingCredentials({ label, connected }: SetupSubject): SetupLink {
  const link = ok('credentials', l10n.t('{0}: access granted.', label));
  if (connected) return link;
  return {
    ...link,
    state: 'advice',
    sentence: l10n.t("{0} Tunewright isn't using these credentials yet.", link.sentence),
    nextSteps: [{ kind: 'signIn' }],
  };
}

function brokenCredentials(subject: SetupSubject, error: unknown): SetupLink {
  const link = brokenBy('credentials', error, { project: undefined, member: subject.member });
  const none = error instanceof UserError && ['NO_CREDENTIALS', 'BROKEN_CREDENTIALS'].includes(error.reason);
  if (none) return { ...link, gcloud: [adcLogin] };
  const { kind } = error instanceof GoogleApiError ? error : { kind: undefined };
  const gcloudMends = subject.fromGcloud || (kind !== 'signInExpired' && kind !== 'scopeMissing');
  return gcloudMends ? link : { ...link, gcloud: [] };
}

function noProject({ fromGcloud }: SetupSubject): SetupLink {
  return {
    id: 'project',
    state: 'problem',
    sentence: fromGcloud
      ? l10n.t(
          "Your credentials don't specify a quota project, and no project is set. Set a quota project, or set the project to tune in.",
        )
      : l10n.t("Your credentials don't specify a project. Set the project to tune in."),
    gcloud: fromGcloud
      ? ['gcloud auth application-default set-quota-project PROJECT', 'gcloud projects list']
      : ['gcloud projects list'],
    nextSteps: [{ kind: 'setting', setting: 'project' }],
  };
}
