import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked } from 'marked';
import { BlockReader } from '../../../src/webviews/playground/answer/markdownBlocks';
import { markdownHtml, showsNothing } from '../../../src/webviews/playground/answer/markdownHtml';

/** Reads a text that comes in pieces; the blocks, then the rest. */
function blocks(pieces: readonly string[]): string[] {
  const reader = new BlockReader();
  const found: string[] = [];
  let text = '';
  for (const piece of pieces) {
    text += piece;
    for (let block = reader.next(text); block !== undefined; block = reader.next(text)) found.push(block);
  }
  return [...found, reader.takeRest(text)];
}

/** Line ends between blocks are no content. */
const html = (text: string) => marked.parse(text, { async: false }).replace(/\n+/g, '\n').trim();

describe('blocks of a growing Markdown text', () => {
  it('are the same however the text comes, and lose nothing', () => {
    const line = fc.constantFrom(
      'a',
      '',
      '```',
      '~~~js',
      '- x',
      '  y',
      '1. z',
      '# h',
      '> q',
      '| a |',
      '    c',
    );
    const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 60 }), { maxLength: 10 }), (whole, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort(
          (a, b) => a - b,
        );
        const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end));
        const read = blocks(pieces);
        assert.equal(read.join(''), whole);
        assert.deepEqual(read, blocks([whole]));
      }),
    );
  });

  it('render as the whole text does', () => {
    for (const text of [
      'One\n\nTwo\n\nThree',
      '# Head\n\n1. one\n\n2. two\n\n   more of two\n\nEnd',
      'Code:\n\n```js\nlet a;\n\nlet b;\n```\n\nAfter',
      '~~~~\n```\n\n~~~\n~~~~\n\nAfter',
      '| a | b |\n|---|---|\n| 1 | 2 |\n\n> quote\n\n- [ ] todo\n\n- done',
      'Never closed:\n\n```\na\n\nb\n\nc',
    ]) {
      const read = blocks([`${text}\n`]);
      assert.ok(read.length > 1, text);
      assert.equal(read.map(html).join('\n'), html(text), text);
    }
  });

  it('are seen to show nothing when they are marks only: then the answer is shown as it is', () => {
    for (const text of ['-', '1.', '#', '>', '- \n\n- ', '[a]: https://example.com'])
      assert.ok(showsNothing(markdownHtml(text)), text);
    for (const text of ['- a', '-1', '- [ ]', '---', '`-`', '<b>'])
      assert.ok(!showsNothing(markdownHtml(text)), text);
  });
});
