import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bannedWords, exceptions } from './bannedWords';
import { userTexts } from './userTexts';

const COUNTED =
  /\{\} (?:[a-z]+ )?(rows|examples|lines|tokens|characters|bytes|requests|responses|models|comparisons|elements|groups|jobs|problems|seconds|minutes|epochs|steps|classes|wins|ties|losses)\b/;

/** Who makes numbers and times for people, and of what. */
const formatters: Record<string, string> = {
  'src/workbench/ui/numberFormat.ts': "VS Code's display language",
  'src/base/numbers.ts': 'US dollars',
  'src/sandbox/vertexAi/training/dataStats.ts': "one number in the sandbox's own words",
};

const helper = 'src/base/numbers.ts';

describe('texts for people', () => {
  const texts = userTexts();

  it('say nothing that the list of banned words has a better word for', () => {
    assert.ok(texts.length > 1500, `${texts.length} texts found`);
    const found = texts.flatMap(({ file, line, text }) => {
      const free = exceptions.reduce((rest, [part]) => rest.replaceAll(part, ''), text);
      return bannedWords.flatMap(([word, instead]) => {
        const match = word.exec(free);
        return match ? [`${file}:${line} "${match[0]}" → ${instead}: ${text.trim()}`] : [];
      });
    });
    assert.ok(found.length === 0, `\n${found.join('\n')}`);
  });

  it('need each exception that is listed', () => {
    const unused = exceptions.filter(([part]) => !texts.some(({ text }) => text.includes(part)));
    assert.deepEqual(unused, []);
  });

  it('put a number before its noun by the helper, which knows one from many, or by l10n with a text for one', () => {
    const byHand = texts
      .filter(({ file }) => /^src\/(base|dataset|tuning|evaluation|cli)\//.test(file) && file !== helper)
      .filter(({ text }) => COUNTED.test(text))
      .map(({ file, line, text }) => `${file}:${line} ${text.trim()}`);
    assert.ok(byHand.length === 0, `\n${byHand.join('\n')}`);
  });

  it('write numbers and times by one helper in each room', () => {
    const byHand = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join('src', file.replaceAll('\\', '/')))
      .filter((file) => file.endsWith('.ts') && !(file in formatters))
      .filter((file) => /\.toLocale(String|DateString|TimeString)\(/.test(readFileSync(file, 'utf8')));
    assert.deepEqual(byHand, []);
  });
});
