import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { untranslated } from './untranslated';
import { userTexts } from './userTexts';

type Texts = Readonly<Record<string, string>>;

const languages = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);
/**
 * What tells developers and the log, which are in English: a mistake of ours, a line of the log, the name of a deed in it; and
 * what counts by the key of a noun.
 */
const FOR_DEVELOPERS = /(^|\.)((Range|Type)?Error|log(ger)?\.\w+|boundary\.run|#run|counted)$/;
/** Where the language is set, each in a thread of its own. */
const startFiles = [
  'src/extension.ts',
  ...readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter(
      (name) => /\/\w*[wW]orker\.ts$/.test(name) && readFileSync(name, 'utf8').includes('speakAsStarter();'),
    ),
];
const inCode = userTexts().filter(({ file }) => file.startsWith('src/'));

describe('texts for translators', () => {
  it('are all that the code translates, and no others', () => {
    const keys = new Set(inCode.flatMap(({ key }) => key ?? []));
    const collected = Object.keys(read('l10n/bundle.l10n.json'));
    const missing = [...keys].filter((key) => !collected.includes(key));
    const unused = collected.filter((key) => !keys.has(key));
    assert.deepEqual({ missing, unused }, { missing: [], unused: [] }, 'Run `npm run generate`.');
  });

  it('are all that a person may read, in each room but the command line', () => {
    const plain = inCode
      .filter(({ file, key }) => /^src\/(base|dataset|tuning|evaluation|workbench)\//.test(file) && !key)
      .filter(({ givenTo = '' }) => !FOR_DEVELOPERS.test(givenTo))
      .filter(({ file, text }) => !untranslated.some(([what]) => what.test(`${file} ${text}`)))
      .map(({ file, line, text }) => `${file}:${line} ${text.trim()}`);
    assert.ok(plain.length === 0, `Not in l10n.t:\n${plain.join('\n')}`);
  });

  it('are asked for only when the language is known: no constant has one in a file that is loaded before', () => {
    const constants = inCode.filter(({ isConstant }) => isConstant);
    assert.ok(constants.length > 10, 'others may be constants, since they are loaded later');
    for (const entry of startFiles) {
      const early = loadedAtOnce(entry);
      const wrong = constants.flatMap(({ file, line, key }) =>
        early.has(file) ? `${file}:${line} ${key}` : [],
      );
      assert.deepEqual(wrong, [], `English for ever, when ${entry} loads it`);
    }
  });

  it('need each exception that is listed', () => {
    const plain = inCode.filter(({ key }) => !key).map(({ file, text }) => `${file} ${text}`);
    const unused = untranslated.filter(([what]) => !plain.some((one) => what.test(one)));
    assert.deepEqual(
      unused.map(([what]) => what.source),
      [],
    );
  });

  it('are translated into Italian', () => assert.ok(languages.includes('it')));

  for (const language of languages)
    for (const [english, translated] of [
      ['l10n/bundle.l10n.json', `l10n/bundle.l10n.${language}.json`],
      ['package.nls.json', `package.nls.${language}.json`],
    ] as const)
      it(`${translated} has each text, with its values, icons, code and links`, () => {
        assert.ok(existsSync(translated));
        const source = read(english);
        const target = read(translated);
        assert.deepEqual(Object.keys(target).sort(), Object.keys(source).sort());
        const wrong = Object.entries(source).flatMap(([key, text]) => {
          const other = target[key] ?? '';
          const [ours, theirs] = [partsOf(text), partsOf(other)];
          return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ key, ours, theirs, other }];
        });
        assert.deepEqual(wrong, []);
      });
});

/** With the files that they import by name, and those that these do: all that is loaded before their first line runs. */
function loadedAtOnce(entry: string): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?'(\.[^']*)';/gm);
    for (const [, name = ''] of imports) {
      const target = path.posix.join(path.posix.dirname(file), name);
      const [there] = [`${target}.ts`, `${target}/index.ts`].filter(existsSync);
      if (there) pending.push(there);
    }
  }
  return found;
}

/** What a translation must not change: it may only put values and code into another order. */
function partsOf(text: string) {
  return {
    values: matches(text, /\{\d+\}/g),
    icons: matches(text, /\$\([\w~-]+\)/g),
    code: matches(text, /`[^`]+`/g),
    links: matches(text, /\]\([^)]+\)/g),
    keys: matches(text, /#[\w.]+#|\b[a-z]+_[a-z_]+\b|gs:\/\/\S*[A-Z]/g),
    start: /^\s*/.exec(text)?.[0],
    end: /(\.|…|:|\?|!|,|;)?\s*$/.exec(text)?.[0].replace(/[.!]/, '.'),
  };
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([match]) => match).sort();
}

function read(file: string): Texts {
  return JSON.parse(readFileSync(file, 'utf8'));
}
