// Our extension as users get it: exactly the files that the .vsix would hold, no more.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StepFailed } from '../../scripts/steps.mjs';

/** Copies what is built and would be shipped into a folder of installed extensions, over any older copy. @returns its folder */
export async function installPackaged(extensionsDir) {
  const manifest = JSON.parse(await readFile('package.json', 'utf8'));
  if (!existsSync(manifest.main))
    throw new StepFailed(`There is no ${manifest.main}: the build comes first.`);
  const { publisher, name, version } = manifest;
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  await rm(target, { recursive: true, force: true });
  for (const file of await shippedFiles()) await cp(file, path.join(target, file));
  return target;
}

/** Asks vsce, which takes seconds, unless whoever started us has done so already: see {@link nameShippedFiles}. */
async function shippedFiles() {
  const known = process.env.TUNEWRIGHT_SHIPPED_FILES;
  if (known) return known.split('\n');
  const vsce = path.resolve('node_modules', '@vscode', 'vsce', 'vsce');
  const { stdout } = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies']);
  return stdout.split('\n').filter(Boolean);
}

/** For one who has just built: tells all processes that it starts which files are shipped. */
export async function nameShippedFiles() {
  process.env.TUNEWRIGHT_SHIPPED_FILES = (await shippedFiles()).join('\n');
}

/**
 * The same for development: VS Code does not activate it by itself at its start, so that what runs there can watch the
 * activation. @returns its folder
 */
export async function packagedForWatching(folder) {
  const target = await installPackaged(folder);
  const file = path.join(target, 'package.json');
  const { activationEvents, ...manifest } = JSON.parse(await readFile(file, 'utf8'));
  const others = activationEvents.filter((event) => event !== 'onStartupFinished');
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents: others }));
  return target;
}
