// `npm test`: sets up what it needs and runs everything. `npm test -- unit host` runs only what is named.
//
// The steps: types, lint, then the four kinds of tests (unit, contract, host, e2e), which are built first. It goes on after a
// failure, and its last line counts tests; a step that fails counts as one failure.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installHost } from '../test/vscode-host/install.mjs';
import { bin, build, installPackages, root } from './setup.mjs';
import { run, StepFailed, say, took } from './steps.mjs';
import { needChromium } from './systemPackages.mjs';
import { usesDesktop } from './vscodeChoice.mjs';

const kinds = ['unit', 'contract', 'host', 'e2e'];
const checks = {
  types: async () => [await run(bin('tsc'), ['-p', '.']), await run(bin('tsc'), ['-p', 'src/webviews'])],
  lint: async () => [await run(bin('biome'), ['ci', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.'])],
};

process.chdir(root);
const start = Date.now();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !kinds.includes(name) && !(name in checks));
const failures = [];
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  if (unknown.length > 0) {
    throw new StepFailed(
      `No such tests: ${unknown.join(', ')}. There are ${Object.keys(checks).concat(kinds).join(', ')}.`,
    );
  }
  await main();
} catch (error) {
  fail(error instanceof StepFailed ? error.message : error.stack);
}
report();

async function main() {
  await installPackages();
  const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
  for (const [name, check] of Object.entries(checks).filter(([name]) => isWanted(name))) {
    say(`Checking ${name}`);
    if ((await check()).some((code) => code !== 0)) fail(`${name}: the check failed`);
  }
  const kindsWanted = kinds.filter(isWanted);
  if (kindsWanted.length === 0) return;
  say('Building');
  if ((await build({ tests: true })) !== 0) fail('build: failed');
  const results = await mkdtemp(path.join(tmpdir(), 'tunewright-results-'));
  for (const kind of kindsWanted) await runKind(kind, path.join(results, `${kind}.json`));
  await rm(results, { recursive: true, force: true });
}

async function runKind(kind, resultsFile) {
  try {
    await setUp(kind);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    fail(`${kind}: ${error.message}`);
    return;
  }
  say(`Running the ${kind} tests`);
  const started = Date.now();
  const script = kind === 'host' ? ['scripts/runHostTests.mjs'] : ['scripts/runMocha.mjs', kind];
  const code = await run(process.execPath, [...script, resultsFile]);
  const counts = await readFile(resultsFile, 'utf8').then(JSON.parse, () => undefined);
  if (!counts) return fail(`${kind}: the tests did not run to their end (code ${code})`);
  for (const name of Object.keys(total)) total[name] += counts[name];
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  console.log(`${kind}: ${counts.passed} passed, ${counts.failed} failed${skipped}, ${took(started)}`);
  if (counts.passed + counts.failed === 0) fail(`${kind}: no test was run`);
  else if (code !== 0 && counts.failed === 0)
    fail(`${kind}: all tests passed, yet the run failed (code ${code})`);
}

/** The host and e2e tests show a real VS Code. */
async function setUp(kind) {
  const fromNpm = kind === 'e2e' || (kind === 'host' && !(await usesDesktop()));
  if (kind === 'host')
    console.log(`\nVS Code for the host tests: ${fromNpm ? 'from npm' : 'desktop, downloaded'}`);
  if (!fromNpm) return;
  await needChromium();
  await installHost();
}

function fail(what) {
  failures.push(what);
  console.error(`\n✗ ${what}`);
}

function report() {
  const failed = total.failed + failures.length;
  console.log(`\n${took(start)} in all`);
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`${total.passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
