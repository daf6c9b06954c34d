// The set-up that both commands share: our npm packages, the cache folder, the build.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun, run, StepFailed, say, took } from './steps.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A program of our npm packages. */
export const bin = (name) => path.join(root, 'node_modules', '.bin', name);

/** Runs `npm ci` unless node_modules holds exactly what the lock file names. @throws StepFailed */
export async function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 11)) {
    throw new StepFailed(`Node 20.11 or later is needed; this is ${process.version}.`);
  }
  if (isInstalled()) return;
  say('Installing npm packages (npm ci)');
  const start = Date.now();
  await mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    shell: process.platform === 'win32',
  });
  console.log(`npm packages installed in ${took(start)}`);
}

/** Compares the lock file with the record that npm keeps inside node_modules. */
function isInstalled() {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(record);
  return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
    const found = present[folder];
    if (folder === '' || (optional && !found)) return true; // '' is ourselves
    return found?.version === version && found?.integrity === integrity;
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Builds every bundle; with `tests`, those of the tests too. @returns the exit code */
export function build({ tests }) {
  return run(process.execPath, ['esbuild.mjs', ...(tests ? ['--tests'] : [])], { cwd: root });
}
