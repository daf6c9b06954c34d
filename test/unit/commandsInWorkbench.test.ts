import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const pureRooms = ['base', 'dataset', 'tuning', 'evaluation', 'cli', 'sandbox'];
const commandId = /(['"])(?:tunewright|workbench|vscode|editor)\.[\w.]+\1/;

describe('the pure rooms', () => {
  it('name no command or setting of VS Code: an error says what can be done, the workbench how', () => {
    const named = pureRooms.flatMap((room) =>
      readdirSync(path.join('src', room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => path.join('src', room, file))
        .filter((file) => commandId.test(readFileSync(file, 'utf8'))),
    );
    assert.deepEqual(named, []);
  });
});
