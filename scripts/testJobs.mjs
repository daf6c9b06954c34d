// What `npm test` runs of each kind of tests, in processes that can run side by side: the unit tests together, the host
// tests together in one window, of the others each file by itself.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runKeepingOutput } from './sideBySide.mjs';

export const kinds = ['unit', 'contract', 'host', 'e2e'];

/** The host and e2e tests show a real VS Code. */
export const showsWindows = (kind) => kind === 'host' || kind === 'e2e';

/** Milliseconds for one test that sets no limit itself, on a busy machine. */
const limits = { unit: 120_000, contract: 120_000, e2e: 600_000 };

/** Short files that take long, since they wait for jobs to be tuned. */
const slow = ['geminiApiLoop', 'vertexAiLoop', 'watching', 'lostAnswer', 'batchEvaluation'].map(
  (name) => `test/e2e/${name}.test.ts`,
);

/**
 * The jobs of a kind, those that will probably take longest first: the slow ones, then those that say most.
 * @returns {Promise<{ name: string, run: () => Promise<{ code: number, output: string, counts?: Counts }> }[]>}
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */
export async function jobsOf(kind) {
  if (kind === 'host') return [job('test/host', (results) => ['scripts/runHostTests.mjs', results])];
  const files = await builtFiles(kind);
  const mocha = (files) => (results) => ['scripts/runMocha.mjs', String(limits[kind]), results, ...files];
  // They compute and wait for nobody: what windows and servers leave of the processor is theirs.
  if (kind === 'unit') return files.length > 0 ? [job('test/unit', mocha(files), { niceness: 5 })] : [];
  return files.map((file) => job(sourceOf(file), mocha([file])));
}

function job(name, argsFor, options) {
  const run = async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-results-'));
    const results = path.join(folder, 'counts.json');
    const ended = await runKeepingOutput(argsFor(results), options);
    const counts = await readFile(results, 'utf8').then(JSON.parse, () => undefined);
    await rm(folder, { recursive: true, force: true });
    return { ...ended, counts };
  };
  return { name, run };
}

async function builtFiles(kind) {
  const folder = path.join('dist', 'test', kind);
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const files = names.filter((name) => name.endsWith('.test.js')).map((name) => path.join(folder, name));
  const sized = await Promise.all(
    files.sort().map(async (file) => [file, (await stat(sourceOf(file))).size]),
  );
  const weight = ([file, size]) => (slow.includes(sourceOf(file)) ? 1_000_000 : size);
  return sized.sort((a, b) => weight(b) - weight(a)).map(([file]) => file);
}

/** `test/e2e/tree.test.ts` of `dist/test/e2e/tree.test.js`. */
function sourceOf(file) {
  return path.relative('dist', file).replace(/\.js$/, '.ts');
}
