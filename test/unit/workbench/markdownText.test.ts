import assert from 'node:assert/strict';
import { marked } from 'marked';
import { code, plain } from '../../../src/workbench/ui/markdownText';

describe('names from a service in tooltips', () => {
  it('stay within their line and their cell, whatever they hold', () => {
    for (const end of ['\r', '\n', '\r\n', '\u0085', '\u2028', '\v']) {
      const name = `a${end}${end}[x](command:y) | # b${end}# c \`\``;
      for (const text of [plain(name), code(name)]) {
        const html = marked.parse(`| a | b |\n|---|---|\n| name | ${text} |`, { async: false });
        assert.doesNotMatch(html, /<(a|h1|img)\b/, JSON.stringify(text));
        assert.equal(html.match(/<td>/g)?.length, 2, JSON.stringify(text));
      }
    }
  });
});
