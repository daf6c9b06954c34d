// Runs built test files in this process: `node scripts/runMocha.mjs MILLISECONDS RESULTS.json FILE…`. The milliseconds are
// the limit of one test that sets none.
import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';

const [limit, resultsFile, ...files] = process.argv.slice(2);
const mocha = new Mocha({
  timeout: Number(limit),
  forbidOnly: Boolean(process.env.CI),
});
for (const file of files) mocha.addFile(file);

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
  const open = process.getActiveResourcesInfo().join(', ');
  console.error(`The tests are over but left something open (a server, a timer, a process): ${open}`);
  process.exit(1);
}, 10_000).unref();
