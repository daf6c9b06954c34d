/** What VS Code loads in its extension host: runs every bundle beside this one with mocha. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Mocha from 'mocha';

/** Called by VS Code; a rejection means failure. Writes the counts to the file `$TUNEWRIGHT_TEST_RESULTS`. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 120_000, forbidOnly: process.env.CI !== undefined });
  const names = await readdir(__dirname, { recursive: true });
  for (const name of names.filter((file) => file.endsWith('.test.js')).sort()) {
    mocha.addFile(path.join(__dirname, name));
  }
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const started = mocha.run(() => resolve(started));
  });
  await writeResults(runner.stats);
  if (runner.failures > 0) throw new Error(`${runner.failures} tests failed in the extension host.`);
}

async function writeResults(stats: Mocha.Stats | undefined): Promise<void> {
  const file = process.env.TUNEWRIGHT_TEST_RESULTS;
  if (!file || !stats) throw new Error('TUNEWRIGHT_TEST_RESULTS names the file for the counts: set it.');
  const { passes, failures, pending } = stats;
  await writeFile(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
}
