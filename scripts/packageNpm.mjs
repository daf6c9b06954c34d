// `npm run package:npm`: the command line as a package of its own in dist/npm, ready for `npm publish dist/npm`. It needs
// nothing else: what it uses is bundled.
import { copyFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import manifest from '../package.json' with { type: 'json' };
import { buildVocabulary } from './buildVocabulary.mjs';
import { commandLine, modulesForNode, root } from './bundling.mjs';
import { writeNotices } from './notices.mjs';

const folder = 'dist/npm';
process.chdir(root);
await rm(folder, { recursive: true, force: true });
const [{ metafile }] = await Promise.all([
  esbuild.build({
    ...modulesForNode,
    minify: true,
    metafile: true,
    entryPoints: commandLine,
    outdir: folder,
  }),
  buildVocabulary(folder),
]);
const { name, version, license, repository, homepage, bugs, keywords, engines } = manifest;
const own = {
  ...{ name, version, license, repository, homepage, bugs, keywords },
  description:
    'Checks, edits, compares, splits, and evaluates JSONL datasets for tuning Gemini models, and runs tuning jobs.',
  type: 'module',
  bin: { tunewright: 'cli.js' },
  engines: { node: engines.node },
};
await Promise.all([
  writeFile(path.join(folder, 'package.json'), `${JSON.stringify(own, undefined, 2)}\n`),
  writeNotices(Object.keys(metafile.inputs), path.join(folder, 'THIRD-PARTY-NOTICES.txt')),
  copyFile('LICENSE', path.join(folder, 'LICENSE')),
  copyFile('docs/command-line.md', path.join(folder, 'README.md')),
]);
