// `npm run generate`: writes the files, and the parts of files, that repeat what the lists in the code say.
// With `--check`, as `npm test` runs it: writes nothing, and fails when one of them is out of date.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tuningServices } from '../tuning/services/index';
import { commandDocs } from './commandDocs';
import { withDerivedParts, withDerivedTexts } from './manifest';
import { modelDocs } from './modelDocs';
import { planSchema } from './planSchema';
import { ruleDocs } from './ruleDocs';

type Derived =
  | { readonly file: string; readonly text: () => string }
  | { readonly file: string; readonly json: (now: never) => unknown };

const derived: readonly Derived[] = [
  { file: 'docs/command-line.md', text: commandDocs },
  { file: 'docs/rules.md', text: ruleDocs },
  { file: 'docs/models.md', text: modelDocs },
  { file: 'media/tunePlan.schema.json', json: () => planSchema(tuningServices(asksNoService)) },
  { file: 'package.json', json: withDerivedParts },
  { file: 'package.nls.json', json: withDerivedTexts },
];

const stale = derived.filter((one) => !isUpToDate(one));
if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} is out of date. Run \`npm run generate\`.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const one of stale) write(one);
}

/** JSON is compared by what it says: its layout is the formatter's. */
function isUpToDate(one: Derived): boolean {
  if (!existsSync(one.file)) return false;
  const now = readFileSync(one.file, 'utf8');
  if ('text' in one) return now === one.text();
  const value = JSON.parse(now);
  // Parts of the manifest are shown in their order.
  return JSON.stringify(value) === JSON.stringify(one.json(value as never));
}

function write(one: Derived): void {
  if ('text' in one) writeFileSync(one.file, one.text());
  else {
    const now = existsSync(one.file) ? JSON.parse(readFileSync(one.file, 'utf8')) : {};
    writeFileSync(one.file, `${JSON.stringify(one.json(now as never), null, 2)}\n`);
    execFileSync('node_modules/.bin/biome', ['format', '--write', '--vcs-enabled=false', one.file], {
      stdio: 'ignore',
    });
  }
  console.log(`Wrote ${one.file}`);
}

function asksNoService(): never {
  throw new Error('What is generated asks no service.');
}
