import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as l10n from '@vscode/l10n';
import { type Callback, readCallback } from './callback';

/** Waits on 127.0.0.1 for the browser to come back from Google's sign-in page. */
export interface CallbackServer {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly origin: string;
  /** The first answer that carries the state. */
  readonly answer: Promise<Exclude<Callback, { kind: 'foreign' }>>;
  close(): void;
}

/** Starts one on a free port. It answers strangers with an error and goes on waiting. */
export async function startCallbackServer(state: string): Promise<CallbackServer> {
  let settle: (callback: Exclude<Callback, { kind: 'foreign' }>) => void = () => {};
  const answer = new Promise<Exclude<Callback, { kind: 'foreign' }>>((resolve) => {
    settle = resolve;
  });
  let answered = false;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== 'GET') return reply(response, 405, pages.foreign);
    const callback = answered ? ({ kind: 'foreign' } as const) : readCallback(request.url ?? '', state);
    if (callback.kind === 'foreign') return reply(response, 400, pages.foreign);
    answered = true;
    reply(response, 200, pages[callback.kind]);
    settle(callback);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    answer,
    close: () => {
      server.close();
      setTimeout(() => server.closeAllConnections(), 1000).unref(); // the browser may still be reading the page
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

interface Page {
  readonly title: string;
  readonly text: string;
}

const pages: Readonly<Record<Callback['kind'], Page>> = {
  code: {
    title: l10n.t('Return to VS Code'),
    text: l10n.t('Sign-in is being completed in VS Code. You can close this tab.'),
  },
  refused: {
    title: l10n.t('Not signed in'),
    text: l10n.t("Tunewright wasn't granted access. You can close this tab and try again in VS Code."),
  },
  foreign: {
    title: l10n.t('Sign-in link not valid'),
    text: l10n.t('This URL is valid only during a sign-in started by Tunewright. Start again in VS Code.'),
  },
};

/** Nothing of the request is repeated in the page. */
function reply(response: ServerResponse, status: number, { title, text }: Page): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer', // the address holds the code
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} – Tunewright</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; margin: 0 1.5rem; text-align: center }
  h1 { font-size: 1.5rem; margin: 0 }
  p { margin: .5rem 0; max-width: 34rem }
</style>
<main><h1>${title}</h1><p>${text}</p></main>
</html>
`);
}
