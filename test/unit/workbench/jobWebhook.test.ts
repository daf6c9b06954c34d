import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  jobEnd,
  postJobEnd,
  webhookAddress,
  whyNotPosted,
} from '../../../src/workbench/jobs/notifications/jobWebhook';
import { fakeJob } from '../tuning/fakeService';

describe('the webhook at the end of a job', () => {
  let server: Server;
  let asked: { readonly path: string | undefined; readonly headers: object; readonly body: string }[];
  const urlOf = (path: string) => {
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    return new URL(`http://127.0.0.1:${address.port}${path}`);
  };
  before(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      asked.push({ path: request.url, headers: request.headers, body });
      if (request.url === '/moved') response.setHeader('location', '/other');
      response.statusCode = request.url === '/moved' ? 307 : request.url === '/down' ? 503 : 204;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('gets names and the state, and no credential', async () => {
    const job = fakeJob('jobs/1', 'FAILED', { displayName: 'Mine', endTime: 0, error: 'of a row: "secret"' });
    await postJobEnd(urlOf('/hook?key=1'), jobEnd(job, true, 'failed'));
    const [{ path, headers, body } = assert.fail()] = asked;
    assert.equal(path, '/hook?key=1');
    assert.deepEqual(JSON.parse(body), {
      ...{ text: 'Mine: failed', event: 'jobEnded', service: 'fake', job: 'jobs/1', displayName: 'Mine' },
      ...{ baseModel: 'base', state: 'FAILED', isSandbox: true, tunedModel: null },
      ended: '1970-01-01T00:00:00.000Z',
    });
    assert.ok(!('authorization' in headers) && !('cookie' in headers), JSON.stringify(headers));
  });

  it('is asked where the user has said, and nowhere that it points to', async () => {
    await assert.rejects(postJobEnd(urlOf('/moved'), {}));
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/moved'],
    );
    await assert.rejects(postJobEnd(urlOf('/down'), {}), /HTTP 503/);
  });

  it('says why it could not be told, without its address', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    assert.ok(typeof address === 'object' && address);
    closed.close();
    await once(closed, 'close');
    const url = new URL(`http://127.0.0.1:${address.port}/secret`);
    const why = whyNotPosted(await postJobEnd(url, {}).catch((error: unknown) => error));
    assert.match(why, /ECONNREFUSED/);
    assert.doesNotMatch(why, /secret|127\.0\.0\.1/);
  });

  it('has an address that nobody reads along with', () => {
    for (const good of [
      'https://hooks.example.com/a?b',
      'https://10.0.0.7/x',
      'http://127.0.0.1:80/',
      'http://[::1]/',
    ])
      assert.ok(webhookAddress(good), good);
    for (const bad of [
      '',
      'x',
      'http://example.com/',
      'file:///etc/x',
      'https://a:b@example.com/',
      'http://10.0.0.7/',
    ])
      assert.equal(webhookAddress(bad), undefined, bad);
  });
});
