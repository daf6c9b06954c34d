// What our code needs to be bundled: validators made of schemas, Google's descriptors, names of CommonJS packages.
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSchema } from './compileSchema.mjs';
import { pruneDescriptors } from './pruneDescriptors.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** `import validate from 'validator:./x.schema.json'` becomes ajv's standalone code. */
const validators = {
  name: 'validators',
  setup(build) {
    build.onResolve({ filter: /^validator:/ }, (args) => ({
      path: path.join(args.resolveDir, args.path.slice('validator:'.length)),
      namespace: 'validator',
    }));
    build.onLoad({ filter: /.*/, namespace: 'validator' }, async ({ path: file }) => ({
      contents: await compileSchema(file),
      loader: 'js',
      resolveDir: root,
      watchFiles: [file],
    }));
  },
};

/** By name: each bundle asks for the same. */
const pruned = new Map();

/** `import root from 'descriptors:vertexAi'` becomes Google's descriptors, pruned to what we serve. */
const descriptors = {
  name: 'descriptors',
  setup(build) {
    build.onResolve({ filter: /^descriptors:/ }, (args) => ({
      path: args.path.slice('descriptors:'.length),
      namespace: 'descriptors',
    }));
    build.onLoad({ filter: /.*/, namespace: 'descriptors' }, async ({ path: name }) => {
      if (!pruned.has(name)) pruned.set(name, pruneDescriptors(name));
      return { contents: JSON.stringify(await pruned.get(name)), loader: 'json' };
    });
  },
};

/**
 * A package that loads a CommonJS one by `import()` expects its exports by their names, as Node gives them; a file that
 * esbuild splits off has a default export only.
 */
const namedExports = {
  name: 'named-exports',
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, async ({ path: name, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || !importer.includes('node_modules') || pluginData) return undefined;
      const found = await build.resolve(name, { kind, importer, resolveDir, pluginData: 'itself' });
      if (found.external || /^(import|export) /m.test(await readFile(found.path, 'utf8'))) return undefined;
      const names = Object.keys(createRequire(importer)(found.path));
      return { path: found.path, namespace: 'named-exports', pluginData: names };
    });
    build.onLoad({ filter: /.*/, namespace: 'named-exports' }, ({ path: file, pluginData: names }) => ({
      contents: `import * as all from ${JSON.stringify(file)};\nexport const { ${names.join(', ')} } = all;\nexport default all;`,
      resolveDir: root,
    }));
  },
};

/** How esbuild bundles our code for Node. */
export const forNode = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'], // jsonc-parser's UMD build cannot be bundled
  logLevel: 'warning',
  plugins: [validators, descriptors, namedExports],
};

/** What CommonJS packages expect to find. */
const commonJs = `import { createRequire as createRequireOf } from 'node:module';
const require = createRequireOf(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`;

/** The same as modules: what several entries use, and what an `import('./x')` loads on first use, become files of their own. */
export const modulesForNode = {
  ...forNode,
  format: 'esm',
  splitting: true,
  chunkNames: '[name]-[hash]',
  banner: { js: commonJs },
};

/** The command line, and the workers that it starts. */
export const commandLine = {
  cli: 'src/cli.ts',
  'scan-worker': 'src/dataset/scan/worker.ts',
  'token-worker': 'src/dataset/tokens/worker.ts',
  'import-worker': 'src/dataset/import/worker.ts',
  'measure-worker': 'src/evaluation/compare/measureWorker.ts',
  'schema-worker': 'src/evaluation/metrics/schemaWorker.ts',
};

/** Keeps what only Node has out of a bundle: the build fails, and says who asks for it. */
const withoutNode = {
  name: 'without-node',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path: name, importer }) =>
      isBuiltin(name)
        ? { errors: [{ text: `${path.relative(root, importer)} needs ${name}, which a browser has not.` }] }
        : undefined,
    );
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const contents = await readFile(file, 'utf8');
      const [used] =
        contents.match(/(?<![\w.'`"{}]|\/\/.*|^ \*.*)(Buffer|process|setImmediate)(?=[.(])/m) ?? [];
      return used === undefined
        ? { contents, loader: 'ts' }
        : { errors: [{ text: `${path.relative(root, file)} uses ${used}, which a browser has not.` }] };
    });
  },
};

/** How esbuild bundles our code for VS Code's host of extensions in a browser: one file, which can load no other. */
export const forWeb = {
  bundle: true,
  platform: 'browser',
  format: 'cjs',
  target: 'chrome134', // the Chromium of engines.vscode
  mainFields: ['browser', 'module', 'main'],
  external: ['vscode'],
  logLevel: 'warning',
  plugins: [withoutNode, validators],
};
