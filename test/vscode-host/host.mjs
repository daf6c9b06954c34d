#!/usr/bin/env node
// Stands in for desktop VS Code where that cannot be downloaded: @vscode/test-electron's runTests() starts this program as
// its `vscodeExecutablePath`. It takes the same flags, runs the tests in the npm VS Code's own extension
// host, relays their console, and ends with 0 (passed) or 1 (failed).
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StepFailed } from '../../scripts/steps.mjs';
import { launchBrowser } from './browser.mjs';
import { metByOurs, startServer } from './server.mjs';

const limit = 900_000; // milliseconds; mocha's own limits are far shorter, so this is a window that hangs
const artifacts = path.resolve('test', 'artifacts');

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof StepFailed ? error.message : error);
  return 1;
});

async function main(args) {
  const all = (flag) =>
    args.filter((arg) => arg.startsWith(`--${flag}=`)).map((arg) => arg.slice(flag.length + 3));
  const [dataDir] = all('user-data-dir');
  const [extensionTestsPath] = all('extensionTestsPath');
  if (!dataDir || !extensionTestsPath) {
    throw new StepFailed(
      'host.mjs is started by runTests(), with --user-data-dir= and --extensionTestsPath=.',
    );
  }
  const server = await startServer({
    dataDir,
    extensionsDir: all('extensions-dir')[0],
    settings: await settingsIn(dataDir),
    builtIn: metByOurs,
    testDriver: true,
    logLevel: 'trace',
  });
  try {
    const folder = args.find((arg) => !arg.startsWith('-'));
    const extensionDevelopmentPaths = all('extensionDevelopmentPath');
    return await runIn(server, server.address({ folder, extensionDevelopmentPaths, extensionTestsPath }));
  } finally {
    await server.stop();
  }
}

/** @returns the exit code of the tests that the page at `address` runs */
async function runIn(server, address) {
  const { browser, page } = await launchBrowser();
  try {
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', relay);
    const crashed = new Promise((resolve) => page.on('crash', () => resolve('The page of VS Code crashed.')));
    await page.goto(address, { timeout: limit });
    const outcome = await Promise.race([ended, crashed, late()]);
    if (outcome === 0) return 0;
    if (typeof outcome === 'string') console.error(outcome);
    await showFailure(server, page);
    return 1;
  } finally {
    await browser.close();
  }
}

function late() {
  const message = `The tests did not end within ${limit / 60_000} minutes.`;
  return new Promise((resolve) => setTimeout(resolve, limit, message).unref());
}

function relay(type, args) {
  if (type === 'trace' || type === 'debug') return; // VS Code's own
  console[type === 'error' || type === 'warn' ? 'error' : 'log'](...args);
}

async function showFailure(server, page) {
  const log = (await server.extensionHostLog()).trim().split('\n').slice(-40).join('\n');
  console.error(`\nThe extension host's log (its end):\n${log}\n`);
  await mkdir(artifacts, { recursive: true });
  const file = path.join(artifacts, 'host-failure.png');
  await page.screenshot({ path: file });
  console.error(`What the window showed: ${path.relative(process.cwd(), file)}`);
}

/** Desktop VS Code reads its settings there, so whoever runs the tests writes them for both. */
async function settingsIn(dataDir) {
  const file = path.join(dataDir, 'User', 'settings.json');
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
}
