// Programs that npm cannot bring: found on the machine, installed by apt-get where that is allowed, else named.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { mustRun, StepFailed, say } from './steps.mjs';

const browsers = {
  what: 'Chromium',
  // A whole Chromium loads the pages of its own address bar, too, for each window.
  commands: [
    'chromium-headless-shell',
    ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  ],
  files: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  debian: ['chromium-headless-shell', 'fonts-dejavu-core'], // without a font, a workbench is empty boxes
};
const compilers = [
  { what: 'a C++ compiler', commands: ['g++', 'clang++'], files: [], debian: ['g++'] },
  { what: 'make', commands: ['make'], files: [], debian: ['make'] },
  { what: 'Python 3', commands: ['python3'], files: [], debian: ['python3'] },
];

/** The browser that shows the workbench: `$CHROMIUM`, or the first one installed; undefined when there is none. */
export function findChromium() {
  return process.env.CHROMIUM || find(browsers);
}

/** Makes sure of a Chromium. @returns its path. @throws StepFailed that names what to install. */
export async function needChromium() {
  if (!findChromium()) await install([browsers]);
  return findChromium();
}

/** Makes sure of what compiles VS Code's native add-ons. @throws StepFailed that names what to install. */
export async function needCompilers() {
  const missing = compilers.filter((program) => !find(program));
  if (missing.length > 0) await install(missing);
}

async function install(missing) {
  const packages = missing.flatMap((program) => program.debian);
  const names = missing.map((program) => program.what).join(', ');
  const apt = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !find({ commands: ['apt-get'], files: [] })) {
    throw new StepFailed(
      `Missing on this machine: ${names}. Install it first; on Debian or Ubuntu:\n` +
        `    sudo apt-get update && sudo ${apt.join(' ')}`,
    );
  }
  say(`Installing what is missing (${names}) with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update', '-qq'], { env });
  await mustRun(apt[0], ['-qq', ...apt.slice(1)], { env });
  const still = missing.filter((program) => !find(program));
  if (still.length > 0) {
    throw new StepFailed(`apt-get ran, yet this is still missing: ${still.map((p) => p.what).join(', ')}.`);
  }
}

function find({ commands, files }) {
  return commands.map(onPath).find(Boolean) ?? files.find((file) => existsSync(file));
}

/** The full path of a command, or undefined. */
export function onPath(command) {
  const names = process.platform === 'win32' ? [`${command}.cmd`, `${command}.exe`] : [command];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    for (const name of names) {
      const file = path.join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
