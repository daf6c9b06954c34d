// Starts the VS Code server from npm: for the tests inside the extension host, for those that act as a person, and for
// `npm start`. One folder holds all it writes, and stopping it leaves no process behind.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endChild, startChild } from '../../scripts/children.mjs';
import { StepFailed } from '../../scripts/steps.mjs';
import { installedHost } from './install.mjs';

/** Quiet and the same on every machine; a caller's settings win. */
const baseSettings = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off', // as on a desktop
  'git.enabled': false,
  'remote.autoForwardPorts': false, // the sandbox is on this machine, where the browser is too
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden', // the chat's place, empty without it
  'workbench.startupEditor': 'none',
};

/**
 * The built-in extensions that ours meets: its language, a rule's page, programs to copy, what a window looks like. All
 * ninety make a window half as expensive again.
 */
export const metByOurs = [
  ...['json', 'json-language-features', 'markdown-basics', 'markdown-language-features'],
  ...['javascript', 'typescript-basics', 'python', 'shellscript'],
  ...['theme-defaults', 'theme-seti'],
];

/**
 * Starts a server on a free port of 127.0.0.1. @throws StepFailed when it is not installed or does not come up
 * @param {import('./server.mjs').ServerOptions} options
 * @returns {Promise<import('./server.mjs').Server>}
 */
export async function startServer(options) {
  const { dataDir, extensionsDir, settings = {}, env = {} } = options;
  const { trusted = true, testDriver = false, logLevel = 'info', builtIn } = options;
  const { node, vscode } = installedHost();
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(dataDir, 'connection-token'); // a file, because others can read our arguments
  await mkdir(dataDir, { recursive: true });
  await writeFile(tokenFile, token, { mode: 0o600 });
  await writeSettings(dataDir, settings);
  const args = [
    path.join(vscode, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile],
    ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir ?? path.join(dataDir, 'extensions')],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--log', logLevel],
    ...(builtIn ? ['--builtin-extensions-dir', await onlyThese(builtIn, vscode, dataDir)] : []),
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(trusted ? ['--disable-workspace-trust'] : []),
  ];
  const server = startChild(node, args, {
    cwd: vscode,
    env: { ...ownEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => endChild(server);
  const ended = new Promise((resolve) => {
    server.on('exit', (code, signal) => resolve(`The VS Code server ended (${signal ?? `code ${code}`}).`));
  });
  const output = collect(server);
  const port = await listeningPort(server, output).catch(async (error) => {
    await stop();
    throw error;
  });
  const uri = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  return {
    port,
    uri,
    address: (target) => addressOf(port, token, uri, logLevel, target),
    changeSettings: (changed) => writeSettings(dataDir, changed),
    extensionHostLog: () => extensionHostLog(dataDir),
    output: () => output.text,
    ended,
    stop,
  };
}

/** @returns a folder that holds nothing but these of the built-in extensions */
async function onlyThese(names, vscode, dataDir) {
  const folder = path.join(dataDir, 'built-in');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const name of names)
    await symlink(path.join(vscode, 'extensions', name), path.join(folder, name), 'junction');
  return folder;
}

/**
 * Sets ours among what is there (the user, or an extension, may have set more). They go where the server looks for
 * the user's and for the machine's: each scope of a setting is read from one of them.
 */
async function writeSettings(dataDir, settings) {
  for (const scope of ['User', 'Machine']) {
    const file = path.join(dataDir, 'data', scope, 'settings.json');
    const present = existsSync(file) ? parse(await readFile(file, 'utf8')) : {};
    if (!present && scope === 'User') continue; // with comments: a person's own, left alone
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ ...baseSettings, ...present, ...settings }, undefined, 2));
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function addressOf(
  port,
  token,
  uri,
  logLevel,
  { folder, extensionDevelopmentPaths = [], extensionTestsPath, openFile },
) {
  const payload = [
    ['skipWelcome', 'true'],
    ['logLevel', logLevel], // the window tells it to its extension host
    ...extensionDevelopmentPaths.map((extension) => ['extensionDevelopmentPath', uri(extension)]),
    ...(extensionTestsPath ? [['extensionTestsPath', uri(extensionTestsPath)]] : []),
    ...(openFile ? [['openFile', uri(openFile)]] : []),
  ];
  const query = new URLSearchParams({
    tkn: token,
    payload: JSON.stringify(payload),
    ...(folder && { folder }),
  });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** Without what a surrounding VS Code (an integrated terminal) tells its own children. */
function ownEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)),
  );
}

function collect(server) {
  const output = { text: '' };
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output.text += text;
    });
  }
  return output;
}

function listeningPort(server, output) {
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new StepFailed(`The VS Code server ${reason}.\n${output.text}`));
    const timer = setTimeout(() => fail('did not start within 60 s'), 60_000);
    server.on('error', (error) => fail(`cannot run: ${error.message}`));
    server.on('exit', (code, signal) => fail(`ended at once (${signal ?? code})`));
    server.stdout.on('data', () => {
      const port = /agent listening on (\d+)/.exec(output.text)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

/** What the extension hosts of this server logged, oldest first. */
async function extensionHostLog(dataDir) {
  const logs = path.join(dataDir, 'data', 'logs');
  const names = await readdir(logs, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('remoteexthost.log')).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(logs, name), 'utf8')));
  return texts.join('');
}
