import assert from 'node:assert/strict';
import { bannedWords, exceptions } from './bannedWords';
import { userTexts } from './userTexts';

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
});
