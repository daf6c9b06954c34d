// Our extension as users get it: exactly the files that the .vsix would hold, no more.
import { execFile } from 'node:child_process';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Copies what is built and would be shipped into a folder of installed extensions, over any older copy. */
export async function installPackaged(extensionsDir) {
  const vsce = path.resolve('node_modules', '@vscode', 'vsce', 'vsce');
  const { stdout } = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies']);
  const { publisher, name, version } = JSON.parse(await readFile('package.json', 'utf8'));
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  await rm(target, { recursive: true, force: true });
  for (const file of stdout.split('\n').filter(Boolean)) await cp(file, path.join(target, file));
}
