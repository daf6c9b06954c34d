import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http/reply';
import { readText } from '../http/request';
import type { Faults } from './faults';

const BODY_LIMIT = 1024 * 1024;

/** PUT sets the fault rules; GET tells of every call since then. Its path is a secret. */
export async function handleAdmin(
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'PUT') {
    try {
      faults.set(await readText(request, BODY_LIMIT));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return sendJson(response, 400, { error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
    }
    return sendJson(response, 200, {});
  }
  sendJson(response, 200, {
    calls: faults.calls.map((call) => ({ ...call, projects: [...call.projects], faults: [...call.faults] })),
  });
}
