import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCallback } from '../../../../../src/tuning/google/auth/callback';
import { startCallbackServer } from '../../../../../src/tuning/google/auth/callbackServer';

const state = 'q1w2e3r4t5y6u7i8o9p0';

describe('the browser comes back from the sign-in page', () => {
  it('with a code, which is taken once the state is right', () => {
    assert.deepEqual(readCallback(`/?state=${state}&code=4%2Fabc&scope=x`, state), {
      kind: 'code',
      code: '4/abc',
    });
    assert.deepEqual(readCallback(`http://localhost:1/cb?code=c&state=${state}`, state), {
      kind: 'code',
      code: 'c',
    });
  });

  it('with an error, whose code alone is taken', () => {
    assert.deepEqual(readCallback(`/?state=${state}&error=access_denied`, state), {
      kind: 'refused',
      error: 'access_denied',
    });
    assert.deepEqual(readCallback(`/?state=${state}&error=<script>`, state), {
      kind: 'refused',
      error: 'unknown',
    });
  });

  it('with anything else, which changes nothing', () => {
    for (const query of [
      '',
      '?code=c',
      `?state=${state}`,
      `?state=${state}&code=`,
      `?state=${state}x&code=c`,
      `?state=${state.slice(1)}&code=c`,
      `?state=${state}&state=${state}&code=c`,
      `?state=${state}&code=c&code=d`,
      `?state=${state}&code=c&error=access_denied`,
    ]) {
      assert.equal(readCallback(`/${query}`, state).kind, 'foreign', query);
    }
  });

  it('whatever it carries: no throw, and no code without the state', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('code', 'state', 'error', '&', '=', '%', '#', state.slice(0, -1)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        assert.equal(readCallback(pieces.join(''), state).kind, 'foreign');
        assert.equal(readCallback(`/?${pieces.join('')}`, state).kind, 'foreign');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the callback server', () => {
  it('answers strangers with 400, goes on waiting, and takes the first right answer only', async () => {
    const server = await startCallbackServer(state);
    try {
      assert.match(server.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
      const get = async (path: string, method = 'GET') => {
        const reply = await fetch(server.origin + path, { method });
        return { status: reply.status, page: await reply.text(), headers: reply.headers };
      };
      for (const path of ['/', '/favicon.ico', '/?code=evil&state=guess', '/%00%ff?%%%']) {
        assert.equal((await get(path)).status, 400, path);
      }
      assert.equal((await get(`/?code=c&state=${state}`, 'POST')).status, 405);
      const right = await get(`/?code=my-code&state=${state}`);
      assert.equal(right.status, 200);
      assert.match(right.page, /close this tab/);
      assert.ok(!right.page.includes('my-code') && !right.page.includes(state));
      assert.match(right.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal((await get(`/?code=late&state=${state}`)).status, 400);
      assert.deepEqual(await server.answer, { kind: 'code', code: 'my-code' });
    } finally {
      server.close();
    }
  });

  it('repeats nothing of a request in its page', async () => {
    const server = await startCallbackServer(state);
    try {
      await fc.assert(
        fc.asyncProperty(fc.stringMatching(/^[a-z]{12}$/), fc.webQueryParameters(), async (word, query) => {
          const reply = await fetch(`${server.origin}/${word}?${query}&error=${word}`);
          assert.equal(reply.status, 400);
          assert.ok(!(await reply.text()).includes(word));
        }),
        { numRuns: 50 },
      );
    } finally {
      server.close();
    }
  });
});
