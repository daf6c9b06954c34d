// The first part of `npm run generate`, and with `--check` of `npm test`: bundles src/generate and runs it in the project's folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { forNode, root } from './bundling.mjs';
import { run } from './steps.mjs';

process.chdir(root);
const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-generate-'));
try {
  const outfile = path.join(folder, 'generate.cjs');
  const define = { 'import.meta.dirname': '__dirname' };
  await esbuild.build({ ...forNode, format: 'cjs', define, entryPoints: ['src/generate/main.ts'], outfile });
  process.exitCode = await run(process.execPath, [outfile, ...process.argv.slice(2)]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
