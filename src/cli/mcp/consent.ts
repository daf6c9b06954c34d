// How an agent's program asks its user, where it can: the protocol has the tool answer with a question, and calls it again
// with what the user said. Programs of the protocol before 2026 get the same from the SDK.
import { createHash } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Host, Question } from '../../agents/host';
import { ToolRefusal } from '../../agents/toolRefusal';

/** Ends a run of a tool: the user is to be asked first. */
export class NeedsConsent extends Error {
  constructor(readonly request: InputRequiredResult) {
    super('The user is asked first.');
  }
}

export function consentBy(server: McpServer, { mcpReq }: ServerContext): Host['consent'] {
  return async (question) => {
    const key = keyOf(question);
    const answer = inputResponse(mcpReq.inputResponses, key);
    if (answer.kind === 'elicit') {
      if (answer.action === 'accept') return;
      throw new ToolRefusal('The user said no. Nothing was sent. Do not ask again unless they want it.');
    }
    if (!canAsk(server, mcpReq.envelope)) throw refusal(question);
    throw new NeedsConsent(
      inputRequired({
        inputRequests: {
          [key]: inputRequired.elicit({
            message: question.message,
            requestedSchema: { type: 'object', properties: {} },
          }),
        },
      }),
    );
  };
}

/** Another number is another question: a yes holds for what was shown. */
function keyOf({ message }: Question): string {
  return `consent-${createHash('sha256').update(message).digest('hex').slice(0, 16)}`;
}

function canAsk(server: McpServer, envelope: object | undefined): boolean {
  const own: unknown = envelope && Reflect.get(envelope, CLIENT_CAPABILITIES_META_KEY);
  const capabilities = own ?? server.server.getClientCapabilities();
  return typeof capabilities === 'object' && capabilities !== null && 'elicitation' in capabilities;
}

function refusal({ message, byHand }: Question): ToolRefusal {
  return new ToolRefusal(
    `Nothing was sent, for this program can't ask its user: "${message}" Tell the user, who can ${byHand}`,
  );
}
