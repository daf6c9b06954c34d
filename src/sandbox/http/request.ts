import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { GoogleError } from '../google/errors';

/** The parts of a request that routing needs. */
export interface Target {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export function readTarget(request: IncomingMessage): Target {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  return { method: request.method ?? 'GET', path, query: new URLSearchParams(query) };
}

/**
 * The body as text.
 * @throws GoogleError 400 when it is longer than `limit` bytes, with Google's words, or no UTF-8.
 */
export async function readText(request: IncomingMessage, limit: number): Promise<string> {
  const bytes = await readBytes(request, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new GoogleError('INVALID_ARGUMENT', 'Invalid JSON payload received. The body is no valid UTF-8.');
  }
}

export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // The rest is read and thrown away: a client that is still writing would not see the answer.
    if (length <= limit) chunks.push(chunk);
  }
  if (length > limit) {
    const text = `Request payload size exceeds the limit: ${limit} bytes.`;
    throw new GoogleError('INVALID_ARGUMENT', text);
  }
  return Buffer.concat(chunks);
}

export function isEncrypted(socket: Socket): boolean {
  return socket instanceof TLSSocket;
}

/** A header that may be sent only once. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
