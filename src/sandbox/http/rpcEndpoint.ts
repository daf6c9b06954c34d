import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Caller, requireAccess } from '../auth/callers';
import { disturbanceOf, disturbMessage } from '../faults/disturbance';
import type { Api } from '../google/descriptors';
import { GoogleError } from '../google/errors';
import { readRequest } from '../google/protoJson/readRequest';
import { checkReply } from '../google/protoJson/writeReply';
import type { RouteMatch } from '../google/routes';
import { arrayStream, eventStream, sendJson } from './reply';
import { readText, type Target } from './request';
import type { Call, Handlers } from './rpc';

/** Bytes. Google's limit for inline training data; everything else may be as long as inline files need. */
const CREATE_LIMIT = 4 * 1024 * 1024;
const BODY_LIMIT = 20 * 1024 * 1024;
/** What an API key can do in the Gemini API, and only for base models. */
const API_KEY_METHODS = ['GetModel', 'ListModels', 'GenerateContent', 'StreamGenerateContent', 'CountTokens'];

const UNAVAILABLE = new GoogleError('UNAVAILABLE', 'The service is currently unavailable.');
/** Milliseconds. */
const CUT_DELAY = 20;

export type HandlersByApi = Readonly<Record<Api, Handlers>>;

/** One call of a method that the descriptors declare. @throws GoogleError, before anything was sent */
export async function handleRpc(
  match: RouteMatch,
  target: Target,
  caller: Caller | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  handlers: HandlersByApi,
): Promise<void> {
  const { rpc, version } = match;
  const isGeminiApi = rpc.api === 'geminiApi';
  requireAccess(caller, rpc, {
    apiKeyIsEnough:
      isGeminiApi && API_KEY_METHODS.includes(rpc.name) && !target.path.includes('/tunedModels/'),
    userNeedsQuotaProject: isGeminiApi,
  });
  if (!caller) throw new Error('requireAccess lets no one through without a credential');
  const body = await readText(request, rpc.name === 'CreateTunedModel' ? CREATE_LIMIT : BODY_LIMIT);
  // The codec has checked that this is the method's request: `never` stands for it, handlers name its type.
  const message = readRequest(match, target.query, body) as never;
  const aborted = new AbortController();
  response.on('close', () => aborted.abort());
  const call: Call = { rpc, version, caller, signal: aborted.signal };
  const enumsAsNumbers = /(^|;)enum-encoding=int(;|$)/.test(target.query.get('$alt') ?? '');

  const streams = handlers[rpc.api].streams[rpc.name];
  if (streams) {
    const replies = streams(message, call);
    await sendStream(replies, match, target.query.get('alt') === 'sse', enumsAsNumbers, response);
    return;
  }
  const handler = handlers[rpc.api].unary[rpc.name];
  if (!handler) throw new Error(`No handler for ${rpc.fullName}`);
  sendJson(response, 200, checkReply(rpc.reply, await handler(message, call), enumsAsNumbers));
}

/** The fault that ends this stream in the middle, if there is one. */
function streamBreak(response: ServerResponse) {
  for (const fault of disturbanceOf(response)?.faults ?? []) {
    if (fault.kind === 'cutStream' || fault.kind === 'errorInStream') return fault;
  }
  return undefined;
}

async function sendStream(
  replies: AsyncIterable<object>,
  { rpc }: RouteMatch,
  asEvents: boolean,
  enumsAsNumbers: boolean,
  response: ServerResponse,
): Promise<void> {
  const writer = asEvents ? eventStream() : arrayStream();
  const disturbance = disturbanceOf(response);
  if (disturbance?.error) throw disturbance.error;
  const breaks = streamBreak(response);
  const isMalformed = disturbance?.faults.some(({ kind }) => kind === 'malformed');
  let sent = 0;
  for await (const reply of replies) {
    const message = checkReply(rpc.reply, reply, enumsAsNumbers);
    // Late, so that an error before the first message is an ordinary error reply.
    if (!response.headersSent) response.writeHead(200, { 'content-type': writer.contentType });
    const text = writer.write(disturbMessage(response, message));
    response.write(isMalformed ? `${text.slice(0, text.length / 2)}\r\n\r\n` : text);
    sent++;
    if (breaks?.after !== sent) continue;
    if (breaks.kind === 'errorInStream') response.end(writer.write(UNAVAILABLE.toBody()));
    // Later, so that what was written gets away.
    else setTimeout(() => response.destroy(), CUT_DELAY);
    return;
  }
  response.end(writer.end());
}
