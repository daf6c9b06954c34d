// `npm test`: sets up what it needs and runs everything. `npm test -- unit host` runs only what is named.
//
// The steps: types, lint, generated files, then the four kinds of tests (unit, contract, host, e2e), which are built first and run side by
// side. It goes on after a failure, and its last line counts tests; a step that fails counts as one failure.
//
// Tests of windows, processes and threads wait for what must come in time; on a slow machine it may not. So what failed is
// run once more at the end, alone: then its second run counts, and the output says so.
import { installHost } from '../test/vscode-host/install.mjs';
import { nameShippedFiles } from '../test/vscode-host/packaged.mjs';
import { bin, build, installPackages, root } from './setup.mjs';
import { workOff } from './sideBySide.mjs';
import { run, StepFailed, say, took } from './steps.mjs';
import { needChromium } from './systemPackages.mjs';
import { jobsOf, kinds, showsWindows } from './testJobs.mjs';
import { usesDesktop } from './vscodeChoice.mjs';

/** The programs of each, which may run side by side. */
const checks = {
  types: [
    [bin('tsc'), '-p', '.'],
    [bin('tsc'), '-p', 'src/webviews'],
  ],
  generated: [[process.execPath, 'scripts/generate.mjs', '--check']],
  lint: [[bin('biome'), 'ci', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.']],
};
process.chdir(root);
const start = Date.now();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !kinds.includes(name) && !(name in checks));
const failures = [];
const failedFiles = [];
/** Second runs that are due. */
const again = [];
const passedAgain = [];
/** What the tests that failed said, for the end of the output: the rest may be long, or cut off. */
const stories = [];
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  if (unknown.length > 0) {
    throw new StepFailed(
      `No such tests: ${unknown.join(', ')}. There are ${[...Object.keys(checks), ...kinds].join(', ')}.`,
    );
  }
  await main();
} catch (error) {
  fail(error instanceof StepFailed ? error.message : error.stack);
}
report();

async function main() {
  const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
  const kindsWanted = kinds.filter(isWanted);
  const windows = setUpWindows(kindsWanted);
  try {
    await installPackages();
    const checksWanted = Object.entries(checks).filter(([name]) => isWanted(name));
    if (checksWanted.length > 0) say(`Checking ${checksWanted.map(([name]) => name).join(' and ')}`);
    await Promise.all(
      checksWanted.map(async ([name, programs]) => {
        const codes = await Promise.all(programs.map(([program, ...args]) => run(program, args)));
        if (codes.some((code) => code !== 0)) fail(`${name}: the check failed`);
      }),
    );
    if (kindsWanted.length > 0) {
      say('Building');
      if ((await build({ tests: true })) !== 0) fail('build: failed');
      else await nameShippedFiles();
    }
    await runKinds(kindsWanted, windows);
  } finally {
    await windows; // it prints nothing below the last line
  }
}

/** Installs a real VS Code for the host and e2e tests, while other things go on. @returns why that cannot be done */
async function setUpWindows(kindsWanted) {
  try {
    const desktop = kindsWanted.includes('host') && (await usesDesktop());
    if (kindsWanted.includes('host'))
      console.log(`\nVS Code for the host tests: ${desktop ? 'desktop, downloaded' : 'from npm'}`);
    if (!kindsWanted.includes('e2e') && (desktop || !kindsWanted.includes('host'))) return undefined;
    await needChromium();
    await installHost();
    return undefined;
  } catch (error) {
    return error instanceof StepFailed ? error.message : error.stack;
  }
}

async function runKinds(kindsWanted, windows) {
  const host = [];
  const queues = { windows: [], contract: [] };
  const unit = [];
  const counts = {};
  const add = async (kind, queue) => {
    counts[kind] = { passed: 0, failed: 0, skipped: 0 };
    queue.push(...(await jobsOf(kind)).map((job) => () => runJob(job, counts[kind])));
  };
  if (kindsWanted.length > 0) say('Running the tests');
  if (kindsWanted.includes('unit')) await add('unit', unit);
  if (kindsWanted.includes('contract')) await add('contract', queues.contract);
  // Three places and the unit tests for two cores: windows and servers wait most of the time. With more, a machine whose
  // pages of memory are slow to come runs no faster, and tests run out of time.
  const others = [workOff({ unit }, ['unit']), workOff(queues, ['contract'])];
  const noWindows = await windows;
  for (const kind of kindsWanted.filter(showsWindows)) {
    if (noWindows) fail(`${kind}: ${noWindows}`);
    else await add(kind, kind === 'host' ? host : queues.windows);
  }
  // The host tests share one window, which others would slow for all of them.
  await workOff({ host }, ['host']);
  await Promise.all([...others, workOff(queues, ['windows', 'windows'])]);
  await workOff({ again }, ['again']);
  console.log('');
  for (const [kind, { passed, failed, skipped }] of Object.entries(counts)) {
    console.log(`${kind}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    if (passed + failed === 0) fail(`${kind}: no test was run`);
  }
}

/** @param before the counts of a first run that failed */
async function runJob(job, countsOfKind, before) {
  const { name } = job;
  const started = Date.now();
  const { code, output, counts } = await job.run();
  say(`${name}, ${took(started)}${before ? ', second run' : ''}`);
  console.log(output.trimEnd());
  if (!counts || code !== 0) stories.push(`${name}${before ? ', second run' : ''}\n${storyOf(output)}`);
  if (code !== 0 && !before && !tellsOfLeaks(output)) {
    again.push(() => runJob(job, countsOfKind, counts ?? { failed: 0 }));
    return;
  }
  if (before && code === 0 && counts)
    passedAgain.push(`${before.failed || counts.passed} passed at the second run: ${name}`);
  if (!counts) return fail(`${name}: the tests did not run to their end (code ${code})`);
  for (const which of Object.keys(total)) {
    total[which] += counts[which];
    countsOfKind[which] += counts[which];
  }
  if (counts.failed > 0) failedFiles.push(`${name}: ${counts.failed} failed`);
  else if (code !== 0) fail(`${name}: all tests passed, yet the run failed (code ${code})`);
}

/** What leaksInLogs found: that is a failure however often it does not come again. */
function tellsOfLeaks(output) {
  return / holds (a credential|")|no log was written at level trace/.test(output);
}

/** From Mocha's list of failures on, or the last lines. */
function storyOf(output) {
  const lines = output.trimEnd().split('\n');
  const from = lines.findLastIndex((line) => /^\s+\d+ failing$/.test(line));
  return lines.slice(from < 0 ? -30 : from, from < 0 ? undefined : from + 60).join('\n');
}

function fail(what) {
  failures.push(what);
  console.error(`\n✗ ${what}`);
}

function report() {
  const failed = total.failed + failures.length;
  for (const story of stories) console.log(`\n✗ ${story}`);
  console.log(`\n${took(start)} in all`);
  for (const failure of [...failedFiles, ...failures]) console.log(`✗ ${failure}`);
  for (const line of passedAgain) console.log(line);
  console.log(`${total.passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
