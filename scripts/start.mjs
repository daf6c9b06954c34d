// `npm start [-- --headless]`: builds, starts the sandbox, and opens VS Code with the extension, the sandbox connected and the
// sample dataset open. Desktop VS Code where `code` is on PATH, else the VS Code server from npm, whose
// address is printed (and opened in a browser, unless --headless). Ctrl+C stops everything.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder, installHost } from '../test/vscode-host/install.mjs';
import { installPackaged } from '../test/vscode-host/packaged.mjs';
import { startServer } from '../test/vscode-host/server.mjs';
import { adoptChild, endAllChildren, startChild } from './children.mjs';
import { build, installPackages, root } from './setup.mjs';
import { StepFailed, say } from './steps.mjs';
import { onPath } from './systemPackages.mjs';

process.chdir(root);
const headless = process.argv.includes('--headless');
const scratch = path.join(cacheFolder(), 'start');
const sampleFolder = path.join(scratch, 'sample');
const sampleFile = path.join(sampleFolder, 'number_generator.jsonl');

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    stopping = true;
    console.log('\nStopping');
  });
}

try {
  await main();
} catch (error) {
  if (!stopping) console.error(`\n✗ ${error instanceof StepFailed ? error.message : error.stack}`);
  process.exitCode ??= 1;
}
await endAllChildren();

async function main() {
  await installPackages();
  const code = headless ? undefined : onPath('code');
  if (!code) await installHost();
  say('Building');
  if ((await build({ tests: false })) !== 0) throw new StepFailed('The build failed.');
  await cp('media/sample', sampleFolder, { recursive: true, force: false }); // what you changed there stays
  const sandbox = await startSandbox(path.join(scratch, 'sandbox'));
  const settings = { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': sandbox.folder };
  const ended = code ? await openDesktop(code, settings) : await openServer(settings);
  const failure = await Promise.race([ended(), sandbox.ended]);
  if (failure) throw new StepFailed(failure);
}

/** Resolves when the sandbox listens; `ended` resolves to a sentence if it ever ends by itself. */
async function startSandbox(folder) {
  say('Starting the sandbox');
  await mkdir(folder, { recursive: true });
  const child = startChild(process.execPath, ['dist/sandbox.js', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(`The sandbox ended (${signal ?? `code ${code}`}).`));
  });
  const firstLine = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const line = await Promise.race([firstLine, ended]);
  try {
    console.log(`The sandbox stands in for Google's services at ${JSON.parse(line).url}`);
  } catch {
    throw new StepFailed(`The sandbox did not start: ${line}`);
  }
  return { folder, ended };
}

/** @returns what resolves, to a sentence, when the server ends by itself */
async function openServer(settings) {
  say('Starting the VS Code server');
  const dataDir = path.join(scratch, 'vscode');
  const extensionsDir = path.join(dataDir, 'extensions');
  await installPackaged(extensionsDir);
  const server = await startServer({ dataDir, extensionsDir, settings });
  const address = server.address({ folder: sampleFolder, openFile: sampleFile });
  console.log(`\nTunewright is open at\n\n  ${address}\n\nCtrl+C stops it.`);
  if (!headless) openBrowser(address);
  return () => server.ended;
}

function openBrowser(address) {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? onPath('xdg-open');
  if (opener) spawn(opener, [address], { stdio: 'ignore', detached: true }).unref(); // it outlives us
}

/** @returns what resolves when the window is closed */
async function openDesktop(code, settings) {
  say('Opening VS Code');
  const dataDir = path.join(scratch, 'desktop');
  const lock = path.join(dataDir, 'code.lock'); // VS Code writes its process id there
  await mergeSettings(path.join(dataDir, 'User', 'settings.json'), settings);
  await rm(lock, { force: true });
  const start = (args) => {
    const common = [
      '--user-data-dir',
      dataDir,
      `--extensionDevelopmentPath=${root}`,
      '--disable-workspace-trust',
    ];
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const options = { stdio: 'inherit', shell: process.platform === 'win32' };
    return startChild(code, [...common, ...asRoot, ...args, sampleFolder], options);
  };
  // Waiting ends with the window only if no file is named, so the file is opened by a second call.
  const window = start(['--new-window', '--wait']);
  const closed = new Promise((resolve) => window.on('exit', () => resolve(undefined)));
  while (!existsSync(lock) && window.exitCode === null) await sleep(200);
  if (window.exitCode !== null) throw new StepFailed(`\`code\` ended at once (code ${window.exitCode}).`);
  adoptChild(Number(await readFile(lock, 'utf8'))); // it left our process group
  await sleep(2000);
  start(['--goto', sampleFile]);
  console.log('Close its window, or press Ctrl+C here, to stop.');
  return () => closed;
}

/** Sets ours among what the user of that VS Code set. */
async function mergeSettings(file, settings) {
  await mkdir(path.dirname(file), { recursive: true });
  const present = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  await writeFile(file, JSON.stringify({ ...present, ...settings }, undefined, 2));
}
