import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OAuth2Client } from 'google-auth-library';
import type { Connection } from '../../../../src/tuning/contract/connection';
import { requestJson } from '../../../../src/tuning/google/rest';
import { isRefusal } from '../../../../src/tuning/google/unsentRequests';

/** With Google's own client and real connections: what a request that fails says of whether it has arrived. */
describe('a request that fails', () => {
  const servers: Server[] = [];
  let arrived: string[];
  const before = { ...process.env };
  beforeEach(() => {
    arrived = [];
  });
  afterEach(() => {
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    for (const server of servers.splice(0)) server.close();
  });

  const listen = async (server: Server) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const closedPort = async () => {
    const server = http.createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    return port;
  };
  const noteThen =
    (answer: (request: http.IncomingMessage, response: http.ServerResponse) => void): http.RequestListener =>
    (request, response) => {
      arrived.push(`${request.method} ${request.url}`);
      request.resume();
      request.on('end', () => answer(request, response));
    };
  const post = async (url: string) => {
    const client = new OAuth2Client();
    client.setCredentials({ access_token: 'token', expiry_date: Date.now() + 3_600_000 });
    const signal = AbortSignal.timeout(120_000);
    const body = { displayName: 'x' };
    return requestJson({ client } as unknown as Connection, { method: 'POST', url, body, signal }).then(
      () => assert.fail('it did not fail'),
      (error: unknown) => error,
    );
  };

  it('to a name that nobody knows, or a port that nobody listens on, was not sent', async () => {
    assert.ok(isRefusal(await post('http://nobody.invalid/x')));
    assert.ok(isRefusal(await post(`http://127.0.0.1:${await closedPort()}/x`)));
  });

  it('for a certificate that is not accepted was not sent', async function () {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-tls-'));
    try {
      const [key, cert] = [path.join(folder, 'key'), path.join(folder, 'cert')];
      const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2'];
      if (spawnSync('openssl', [...make, '-keyout', key, '-out', cert]).status !== 0) this.skip();
      const server = https.createServer(
        { key: await readFile(key), cert: await readFile(cert) },
        noteThen((_, response) => response.end('{}')),
      );
      assert.ok(isRefusal(await post(`https://127.0.0.1:${await listen(server)}/x`)));
      assert.deepEqual(arrived, []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('after it has arrived may have had an effect, whatever ends it', async () => {
    const cut = http.createServer(noteThen((_, response) => response.socket?.destroy()));
    assert.ok(!isRefusal(await post(`http://127.0.0.1:${await listen(cut)}/x`)));
    const half = http.createServer(
      noteThen((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"na', () => response.socket?.destroy());
      }),
    );
    assert.ok(!isRefusal(await post(`http://127.0.0.1:${await listen(half)}/x`)));
    assert.equal(arrived.length, 2);
  });

  it('is not sent to a second place, where nobody may listen', async () => {
    const elsewhere = `http://127.0.0.1:${await closedPort()}/y`;
    const server = http.createServer(
      noteThen((_, response) => response.writeHead(307, { location: elsewhere }).end()),
    );
    assert.ok(!isRefusal(await post(`http://127.0.0.1:${await listen(server)}/x`)));
    assert.deepEqual(arrived, ['POST /x']);
  });

  it('behind a proxy may have arrived as soon as that one was reached', async () => {
    delete process.env.NO_PROXY;
    delete process.env.no_proxy;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${await closedPort()}`;
    assert.ok(isRefusal(await post('http://example.invalid/x')), 'the proxy was not reached');
    const proxy = http.createServer();
    proxy.on('connect', (_, socket) => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.once('data', () => socket.destroy());
    });
    process.env.HTTPS_PROXY = `http://127.0.0.1:${await listen(proxy)}`;
    assert.ok(!isRefusal(await post('http://example.invalid/x')), 'it ended in the tunnel');
  });
});
