import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { CredentialFiles } from '../auth/credentialFiles';
import { sendJson } from './reply';
import type { Target } from './request';

export const identityPath = '/.well-known/tunewright-sandbox';

/**
 * Says who answers, before anything is sent here: a stranger may listen where a sandbox has ended. The proof is made with the
 * secret that lies beside the credentials file, for its owner's eyes only.
 */
export function sendIdentity({ query }: Target, response: ServerResponse, files: CredentialFiles): void {
  const challenge = query.get('challenge') ?? '';
  const proof = createHmac('sha256', files.subjectToken).update(challenge).digest('hex');
  sendJson(response, 200, { adc: files.adc, proof });
}
