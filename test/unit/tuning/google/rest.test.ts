import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuth2Client } from 'google-auth-library';
import type { Connection } from '../../../../src/tuning/contract/connection';
import { requestJson, requestStream } from '../../../../src/tuning/google/rest';

/** With Google's own client and real connections. */
describe('requests under one signal that lives as long as the window', () => {
  let server: Server;
  let url: string;
  const connection = { client: new OAuth2Client() } as unknown as Connection;

  before(async () => {
    (connection.client as unknown as OAuth2Client).setCredentials({
      access_token: 'token',
      expiry_date: Date.now() + 3_600_000,
    });
    const event = 'data: {"text": "x"}\r\n\r\n';
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '', 'http://x').pathname;
      if (path === '/refused') response.writeHead(400).end('{"error": {"code": 400, "message": "no"}}');
      else if (path === '/json') response.end('{}');
      else {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(event + event);
        if (path === '/cut') setImmediate(() => response.destroy());
        else if (path === '/whole') response.end(event);
        // else it goes on for ever
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('leave nothing on it, whether they are read to the end, cut, left, or refused', async () => {
    const { signal } = new AbortController();
    for (let round = 0; round < 10; round++) {
      for (const path of ['/whole', '/cut', '/refused', '/endless']) {
        const stream = requestStream(connection, { method: 'POST', url: url + path, body: {}, signal });
        const read = async () => {
          for await (const _ of stream) if (path === '/endless') break;
        };
        await read().then(
          () => assert.ok(path === '/whole' || path === '/endless', path),
          () => assert.ok(path === '/cut' || path === '/refused', path),
        );
      }
      await requestJson(connection, { method: 'GET', url: `${url}/json`, signal });
      await assert.rejects(requestJson(connection, { method: 'GET', url: `${url}/refused`, signal }));
    }
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('end with it, and for its reason', async () => {
    const abort = new AbortController();
    const { signal } = abort;
    const stream = requestStream(connection, { method: 'POST', url: `${url}/endless`, body: {}, signal });
    const read = async () => {
      for await (const _ of stream) abort.abort(new Error('enough'));
    };
    await assert.rejects(read(), /enough/);
    await assert.rejects(requestJson(connection, { method: 'GET', url: `${url}/json`, signal }), /enough/);
  });
});
