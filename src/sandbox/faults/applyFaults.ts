import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { SANDBOX_PROJECT } from '../auth/credentialFiles';
import type { GoogleError } from '../google/errors';
import type { JsonObject } from '../google/protoJson/json';
import { send, sendJson } from '../http/reply';
import type { Target } from '../http/request';
import { disturb, FIRST_PAGE } from './disturbance';
import { errorFor, type FailedCall } from './errorBodies';
import type { FaultCall, Faults } from './faults';

/** What a call is, for faults and their words. */
export interface CalledRpc {
  readonly fullName: string;
  readonly service: string;
}

const PROXY_PAGE =
  '<!DOCTYPE html><html><head><title>Access blocked</title></head><body><h1>Your organisation blocks this page</h1></body></html>';

/**
 * Lets a call meet its faults, around `run`, which answers it.
 * @throws whatever `run` throws
 */
export async function withFaults(
  faults: Faults,
  called: CalledRpc,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
  run: () => Promise<void>,
): Promise<void> {
  const projects = projectsOf(target, request);
  const call: FaultCall = {
    rpc: called.fullName,
    method: target.method,
    path: request.url ?? '/',
    projects,
  };
  const picked = faults.pick(call);
  const failed: FailedCall = {
    method: called.fullName,
    service: called.service,
    project: projects[0] ?? SANDBOX_PROJECT,
  };
  const pageToken = target.query.get('pageToken') ?? '';
  if (pageToken === FIRST_PAGE) target.query.delete('pageToken');

  let late: GoogleError | undefined;
  for (const fault of picked) {
    switch (fault.kind) {
      case 'slow':
        await wait(fault.milliseconds);
        break;
      case 'cutBefore':
        request.socket.destroy();
        return;
      case 'html':
        request.resume();
        return send(response, fault.status, 'text/html', PROXY_PAGE);
      case 'error':
        request.resume();
        return sendError(errorFor(fault.error, failed, fault.permission), called, response);
      case 'errorAfter':
        late = errorFor(fault.error, failed, fault.permission);
        break;
      case 'cutAfter':
        // What the handler writes stays with the response; a download would wait for ever for it to go.
        response.detachSocket(request.socket);
        try {
          if (target.method !== 'GET') await run();
        } finally {
          request.socket.destroy(); // a refusal is cut, too
        }
        return;
    }
  }
  if (picked.length > 0) {
    disturb(response, {
      faults: picked,
      ...(late ? { error: late } : {}),
      ...(isList(called, target) ? { pageToken } : {}),
    });
  }
  await run();
}

function isList({ fullName }: CalledRpc, { method, path }: Target): boolean {
  if (fullName === 'storage') return method === 'GET' && /\/[bo]$/.test(path);
  return /\.List\w+$/.test(fullName);
}

export function sendError(error: GoogleError, { fullName }: CalledRpc, response: ServerResponse): void {
  sendJson(response, error.http, bodyFor(error, fullName));
}

/** Cloud Storage and the token endpoints have shapes of their own. */
function bodyFor(error: GoogleError, rpc: string): JsonObject {
  const { http: code, message, status } = error;
  if (rpc === 'oauth') {
    const refused = error.http < 500;
    return {
      error: refused ? 'invalid_grant' : 'internal_failure',
      error_description: refused ? 'Token has been expired or revoked.' : message,
    };
  }
  if (rpc !== 'storage') return error.toBody();
  const reason =
    status === 'UNAVAILABLE' ? 'backendError' : status === 'UNAUTHENTICATED' ? 'authError' : 'forbidden';
  const { details } = error;
  return {
    error: { code, message, errors: [{ message, domain: 'global', reason }], details: [...details] },
  };
}

function projectsOf({ path, query }: Target, { headers }: IncomingMessage): string[] {
  const inPath = /\/projects\/([^/]+)/.exec(path)?.[1];
  const named = [inPath, query.get('project'), headers['x-goog-user-project']];
  return named.filter((project): project is string => typeof project === 'string' && project !== '');
}
