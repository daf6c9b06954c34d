import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Marked } from 'marked';
import {
  conversationMarkdown,
  escapeMarkdown,
  type Words,
} from '../../../../src/dataset/reading/conversationMarkdown';

const words: Words = {
  system: 'System',
  user: 'User',
  model: 'Model',
  thought: 'thought',
  tools: 'Functions',
  learnt: 'learnt',
  emptyText: 'empty',
  answer: (score) => `score ${score}`,
  call: (name) => `calls ${name}`,
  result: (name) => `result of ${name}`,
  file: (type) => `file ${type}`,
  picture: () => undefined,
  weight: (weight) => `weight ${weight}`,
  moreCharacters: (count) => `${count} more characters`,
  moreTurns: (count) => `${count} more turns`,
};

describe('the hover of an example', () => {
  it('shows any text as it is, whatever Markdown would make of it', () => {
    const marked = new Marked({ gfm: true }); // what VS Code renders hovers with
    const letters = [
      'a',
      ' ',
      '\n',
      '\t',
      '&lt;',
      'https://x.y',
      'www.x.y',
      'a@b.c',
      '1. ',
      '$(x)',
      ...'#*_`[]()<>!|~-+=\\:"\'',
    ];
    const texts = fc.array(fc.constantFrom(...letters)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const html = String(marked.parse(escapeMarkdown(text)));
        assert.deepEqual(html.match(/<(?!\/?p>|br>)[^>]*>/g), null, html);
        const shown = html
          .replace(/<[^>]*>/g, ' ')
          .replace(/&(\w+|#39);/g, (entity) => ENTITIES[entity] ?? entity);
        assert.equal(withoutSpace(shown), withoutSpace(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps texts from right to left apart from what stands beside them', () => {
    const turns = [{ speaker: 'user' as const, parts: [{ kind: 'text' as const, text: 'أين الطرد 3؟' }] }];
    assert.match(conversationMarkdown({ turns }, words), /\u2068أين الطرد 3؟\u2069/);
  });

  it('names the speakers, marks what the model learns and cuts long texts', () => {
    const markdown = conversationMarkdown(
      {
        system: [{ kind: 'text', text: 'Be brief' }],
        turns: [
          { speaker: 'user', parts: [{ kind: 'text', text: 'x'.repeat(1600) }] },
          { speaker: 'model', parts: [{ kind: 'call', name: 'look_up', args: { a: 1 } }] },
        ],
      },
      words,
    );
    assert.match(
      markdown,
      /^\*\*System\*\*\n\nBe brief\n\n---\n\n\*\*User\*\*\n\nx{1500} … \*100 more characters\*/,
    );
    assert.match(markdown, /\*\*Model\*\* · \*learnt\*\n\n\*calls look\\_up\* \\\{\\"a\\"\\:1\\\}$/);
  });
});

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
