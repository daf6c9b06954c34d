// `npm run generate [-- --check]`: bundles src/generate and runs it in the project's folder. Then it collects the texts for
// translators, which takes half a minute: a unit test checks those (translations.test).
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
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
  if (!process.argv.includes('--check')) await collectTexts();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function collectTexts() {
  const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  const texts = await getL10nJson(
    await Promise.all(
      files.map(async (file) => ({ extension: '.ts', contents: await readFile(`src/${file}`, 'utf8') })),
    ),
  );
  const sorted = Object.fromEntries(Object.entries(texts).sort(([one], [other]) => (one < other ? -1 : 1)));
  await writeFile('l10n/bundle.l10n.json', `${JSON.stringify(sorted, null, 2)}\n`);
}
