// Runs the built tests of one kind in this process: `node scripts/runMocha.mjs KIND RESULTS.json`.
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';

const [kind, resultsFile] = process.argv.slice(2);
const limits = { unit: 10_000, contract: 60_000, e2e: 180_000 }; // milliseconds for one test on a busy machine

const folder = path.resolve('dist', 'test', kind);
const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
const mocha = new Mocha({
  timeout: limits[kind],
  forbidOnly: Boolean(process.env.CI),
  color: process.stdout.isTTY,
});
for (const name of names.filter((name) => name.endsWith('.test.js')).sort())
  mocha.addFile(path.join(folder, name));

process.setMaxListeners(50); // each test file brings its own copy of the helpers, which end their children with us
const { stats } = await new Promise((resolve) => {
  const runner = mocha.run(() => resolve(runner));
});
await writeFile(
  resultsFile,
  JSON.stringify({ passed: stats.passes, failed: stats.failures, skipped: stats.pending }),
);
process.exitCode = stats.failures > 0 ? 1 : 0;
setTimeout(() => {
  console.error(`The ${kind} tests are over but left something open (a server, a timer, a process).`);
  process.exit(1);
}, 10_000).unref();
