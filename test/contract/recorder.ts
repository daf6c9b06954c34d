import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireRequest } from './googleRoutes';

export type Reply = { readonly status?: number; readonly json: unknown; readonly isStream?: boolean };

/** A server that keeps every request and answers as it is told. */
export class Recorder {
  readonly requests: WireRequest[] = [];
  /** Milliseconds that every answer takes. */
  delay = 0;
  answer: (request: WireRequest) => Reply = () => ({ json: {} });
  readonly #server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://x');
      const text = Buffer.concat(chunks).toString();
      const recorded = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      this.requests.push(recorded);
      const { status = 200, json, isStream } = this.answer(recorded);
      const body = isStream ? `data: ${JSON.stringify(json)}\n\n` : JSON.stringify(json);
      const type = isStream ? 'text/event-stream' : 'application/json';
      const send = () => response.writeHead(status, { 'content-type': type }).end(body);
      if (this.delay === 0) send();
      else setTimeout(send, this.delay);
    });
  });

  async listen(): Promise<string> {
    this.#server.keepAliveTimeout = 240_000; // as long as Google: a slow client must not meet its end
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  take(): WireRequest[] {
    return this.requests.splice(0);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
