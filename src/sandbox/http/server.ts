import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { identifyCaller } from '../auth/callers';
import type { CredentialFiles } from '../auth/credentialFiles';
import { handleOAuth, isOAuthPath } from '../auth/oauth';
import type { TokenStore } from '../auth/tokens';
import { handleAdmin } from '../faults/admin';
import { type CalledRpc, sendError, withFaults } from '../faults/applyFaults';
import type { Faults } from '../faults/faults';
import { listRpcs } from '../google/descriptors';
import { GoogleError, notFound } from '../google/errors';
import { createRouter } from '../google/routes';
import type { StorageServices } from '../storage/call';
import { handleStorage, isStoragePath } from '../storage/endpoint';
import { identityPath, sendIdentity } from './identity';
import { sendJson, sendNotFoundPage } from './reply';
import { isEncrypted, readTarget } from './request';
import { type HandlersByApi, handleRpc } from './rpcEndpoint';

export interface Services extends StorageServices {
  readonly handlers: HandlersByApi;
  readonly tokens: TokenStore;
  readonly files: CredentialFiles;
  readonly faults: Faults;
  /** A secret; undefined: the admin route is off. */
  readonly adminPath: string | undefined;
}

/** PEM files of the TLS listener, which answers for Google's own hosts. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** Says who answers: another sandbox that is to use the same folder asks for it. Proof is in identity.ts. */
export const SERVER_NAME = 'tunewright-sandbox';

const OAUTH: CalledRpc = { fullName: 'oauth', service: 'oauth2.googleapis.com' };
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
const STORAGE: CalledRpc = { fullName: 'storage', service: 'storage.googleapis.com' };

/** One server for all of Google's hosts: their paths do not overlap. `services` is asked for at each request. */
export function createSandboxServer(services: () => Services, tls?: TlsFiles): Server {
  const rpcs = listRpcs();
  const route = createRouter(rpcs);
  const listener: RequestListener = (request, response) => {
    response.setHeader('server', SERVER_NAME);
    answer(request, response, services(), route).catch((error: unknown) =>
      answerError(error, request, response),
    );
  };
  const server = tls
    ? createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, listener)
    : createServer(listener);
  // Uploads of large files by slow clients are no attack here.
  server.requestTimeout = 0;
  // Google keeps idle connections for minutes; Node's five seconds end one just when a busy client uses it again.
  server.keepAliveTimeout = 240_000;
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
  route: ReturnType<typeof createRouter>,
): Promise<void> {
  refuseForeignHost(request);
  const target = readTarget(request);
  const { faults, adminPath } = services;
  if (target.path === identityPath) return sendIdentity(target, response, services.files);
  if (adminPath !== undefined && target.path === adminPath) return handleAdmin(faults, request, response);
  const meetFaults = (called: CalledRpc, run: () => Promise<void>) =>
    withFaults(faults, called, target, request, response, run);
  if (isOAuthPath(target.path)) {
    return meetFaults(OAUTH, () => handleOAuth(target, request, response, services));
  }
  const identify = (method: { fullName: string; service: string }) =>
    identifyCaller(request, target.query, method, services.tokens, services.files);
  if (isStoragePath(target.path)) {
    return meetFaults(STORAGE, async () => {
      try {
        await handleStorage(target, identify(STORAGE), request, response, services);
      } catch (error) {
        if (!(error instanceof GoogleError) || response.headersSent) throw error;
        sendError(error, STORAGE, response);
      }
    });
  }
  const match = route(target.method, target.path);
  if (!match) {
    const isKnown = METHODS.some((method) => route(method, target.path));
    if (isKnown) throw notFound('Method not found.');
    return sendNotFoundPage(target.path, response);
  }
  return meetFaults(match.rpc, () =>
    handleRpc(match, target, identify(match.rpc), request, response, services.handlers),
  );
}

/**
 * Against DNS rebinding: a page in a browser can reach loopback only under a name of its own. Over TLS, where a
 * certificate has said who we are, it is the other way round: only Google's hosts, for clients that go through a proxy.
 */
function refuseForeignHost({ headers, socket }: IncomingMessage): void {
  const { host = '' } = headers;
  if (isEncrypted(socket) && /^([a-z0-9-]+\.)+googleapis\.com(:443)?$/.test(host)) return;
  if (
    !isEncrypted(socket) &&
    ['127.0.0.1', 'localhost'].some((name) => host === `${name}:${socket.localPort}`)
  )
    return;
  throw new GoogleError('PERMISSION_DENIED', `The sandbox doesn't serve the host "${host}".`);
}

function answerError(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed || response.writableEnded) return;
  const known =
    error instanceof GoogleError ? error : new GoogleError('INTERNAL', 'Internal error encountered.');
  // The path without its query, which may hold a key.
  if (known !== error) console.error(`${request.method} ${request.url?.split('?')[0]} failed:`, error);
  if (response.headersSent) response.destroy();
  else sendJson(response, known.http, known.toBody());
}
