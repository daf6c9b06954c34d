// The last part of `npm run generate`: collects the texts for translators, which takes half a minute. Whether they are up to
// date, a unit test tells in less (translations.test).
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { getL10nJson } from '@vscode/l10n-dev';
import { root } from './bundling.mjs';

process.chdir(root);
const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
const texts = await getL10nJson(
  await Promise.all(
    files.map(async (file) => ({ extension: '.ts', contents: await readFile(`src/${file}`, 'utf8') })),
  ),
);
const sorted = Object.fromEntries(Object.entries(texts).sort(([one], [other]) => (one < other ? -1 : 1)));
await writeFile('l10n/bundle.l10n.json', `${JSON.stringify(sorted, null, 2)}\n`);
