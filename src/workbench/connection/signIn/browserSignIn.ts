import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { type Callback, readCallback } from '../../../tuning/google/auth/callback';
import { type CallbackServer, startCallbackServer } from '../../../tuning/google/auth/callbackServer';
import type { OAuthClient } from '../../../tuning/google/auth/clientFile';
import type { Credential } from '../../../tuning/google/auth/credential';

type Answer = Exclude<Callback, { kind: 'foreign' }>;

/**
 * Sends the user to Google's sign-in page and waits for them to come back.
 * @throws CancellationError when they give up; UserError when Google or they say no
 */
export async function signInWithBrowser(client: OAuthClient): Promise<Extract<Credential, { kind: 'user' }>> {
  const { beginSignIn } = await import('../../../tuning/google/auth/googleAuth');
  const state = randomBytes(32).toString('base64url');
  const server = await startCallbackServer(state);
  try {
    const pending = await beginSignIn(client, { redirectUri: await redirectUri(server), state });
    if (!(await vscode.env.openExternal(vscode.Uri.parse(pending.url, true)))) {
      throw new vscode.CancellationError();
    }
    const answer = await comingBack(server, state);
    if (answer.kind === 'code') return await pending.finish(answer.code);
    if (answer.error === 'access_denied') throw new vscode.CancellationError();
    throw new UserError(
      vscode.l10n.t(
        'Google rejected the sign-in ({0}). Check the OAuth client in your project.',
        answer.error,
      ),
      'SIGN_IN_REFUSED',
    );
  } finally {
    server.close();
  }
}

/**
 * Where the browser reaches our server. In a remote window VS Code forwards a port of the user's machine to it. Google sends
 * installed apps nowhere but to a port of the browser's own machine, so that any other forwarded address is of no use.
 */
async function redirectUri({ origin }: CallbackServer): Promise<string> {
  const local = vscode.Uri.parse(origin);
  const external = await Promise.resolve(vscode.env.asExternalUri(local)).catch(() => local); // some hosts forward nothing
  const { scheme, authority, path } = external;
  const isLoopback = scheme === 'http' && /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(authority);
  return isLoopback && path.length <= 1 ? `http://${authority}` : origin;
}

/** In a browser's VS Code the machine that runs us may be another: then the user brings the address back by hand. */
function comingBack(server: CallbackServer, state: string): Promise<Answer> {
  return vscode.env.uiKind === vscode.UIKind.Web ? withAddressField(server, state) : withProgress(server);
}

function withProgress(server: CallbackServer): Promise<Answer> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Waiting for you to sign in to Google in your browser…'),
    cancellable: true,
  };
  const cancelled = (token: vscode.CancellationToken) =>
    new Promise<never>((_, reject) =>
      token.onCancellationRequested(() => reject(new vscode.CancellationError())),
    );
  return Promise.resolve(
    vscode.window.withProgress(options, (_, token) => Promise.race([server.answer, cancelled(token)])),
  );
}

async function withAddressField(server: CallbackServer, state: string): Promise<Answer> {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Sign In to Google');
  input.prompt = vscode.l10n.t(
    "Sign in using your browser. If the last page doesn't load, copy its URL and paste it here.",
  );
  input.placeholder = 'http://127.0.0.1:…/?state=…&code=…';
  input.ignoreFocusOut = true;
  input.password = true; // the address holds the code
  input.busy = true;
  try {
    return await new Promise<Answer>((resolve, reject) => {
      input.onDidAccept(() => {
        const callback = readCallback(input.value.trim(), state);
        if (callback.kind !== 'foreign') resolve(callback);
        else input.validationMessage = vscode.l10n.t("This isn't the URL of the last sign-in page.");
      });
      input.onDidHide(() => reject(new vscode.CancellationError()));
      server.answer.then(resolve, reject);
      input.show();
    });
  } finally {
    input.dispose();
  }
}
