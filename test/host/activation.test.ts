import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import vscode from 'vscode';

const extension = vscode.extensions.getExtension('tunewright.tunewright');

describe('activation', () => {
  it('opens no network connection', async () => {
    assert.ok(extension, 'VS Code does not know the extension.');
    assert.equal(
      extension.isActive,
      false,
      'Something activated the extension before this test could watch.',
    );
    const connections = await connectionsDuring(async () => {
      await extension.activate();
      await new Promise((resolve) => setTimeout(resolve, 500)); // for what activation started and did not await
    });
    assert.ok(extension.isActive);
    assert.deepEqual(connections, []);
  });

  it('registers every command of package.json', async () => {
    assert.ok(extension);
    await extension.activate();
    const declared: { command: string }[] = extension.packageJSON.contributes?.commands ?? [];
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = declared.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});

/** Where each TCP connection was opened from: http, https, fetch and gRPC all go through `Socket.connect`. */
async function connectionsDuring(action: () => Promise<void>): Promise<string[]> {
  const opened: string[] = [];
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const where = JSON.stringify(args[0]);
    opened.push(`${where}${new Error().stack?.replace('Error', '')}`);
    return Reflect.apply(connect, this, args);
  };
  try {
    await action();
  } finally {
    Socket.prototype.connect = connect;
  }
  return opened;
}
