import assert from 'node:assert/strict';
import vscode from 'vscode';

const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform';

describe('credentials', () => {
  it('go where no workspace can decide: its settings cannot even be written', async () => {
    const settings = vscode.workspace.getConfiguration('tunewright');
    for (const key of ['connection', 'sandbox.folder']) {
      await assert.rejects(
        Promise.resolve(settings.update(key, 'sandbox', vscode.ConfigurationTarget.Workspace)),
        /can be written only into User settings/,
      );
    }
  });

  it('are in no setting: none holds a secret or an address', () => {
    const { packageJSON } = vscode.extensions.getExtension('tunewright.tunewright') ?? {};
    const keys = Object.keys(packageJSON?.contributes?.configuration?.properties ?? {});
    assert.ok(keys.length > 0);
    const suspicious = keys.filter((key) => /token|secret|password|api.?key|url|endpoint|host/i.test(key));
    assert.deepEqual(suspicious, []);
  });

  it('of nobody who has not signed in are given to anyone, and nobody is asked to sign in', async () => {
    const options = { createIfNone: false, silent: true } as const;
    assert.deepEqual(await vscode.authentication.getAccounts('tunewright-google'), []);
    assert.equal(
      await vscode.authentication.getSession('tunewright-google', [cloudPlatform], options),
      undefined,
    );
  });
});
