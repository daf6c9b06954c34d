import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join('src', 'webviews');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))
  .filter(({ text }) => /html`/.test(text));

describe('the pages, in any language', () => {
  it('let each block, cell and field take the direction of its own text', () => {
    for (const { name, text } of sources) {
      const blocks = text.match(
        /<(p|td|th|dt|dd|h[1-6]|pre|summary|figcaption|option|input|span|strong|ins|del)[\s>].{0,30}/g,
      );
      for (const block of blocks ?? []) assert.match(block, /^<\w+ dir="auto"/, `${name}: ${block}`);
    }
  });

  it('and each field with a shadow tree of its own, in which no attribute of the page counts', () => {
    for (const { name, text } of sources) {
      const fields = text.match(/<vscode-text(area|field)\b[\s\S]*?><\/vscode-text/g) ?? [];
      for (const field of fields) assert.match(field, /\$\{ref\((ownDirection|focusOnce)\)\}/, name);
    }
  });
});
