import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { findNearDuplicates } from '../../../src/dataset/similar/nearDuplicates';
import { readForSplit } from '../../../src/dataset/split/readForSplit';
import { deal } from '../../../src/dataset/split/stratifiedSplit';
import { chrf } from '../../../src/evaluation/metrics/chrf';
import { dataFacts } from '../../../src/evaluation/metrics/dataFacts';
import { seededRandom } from '../../../src/evaluation/seededRandom';
import { askReference, hasPython } from '../../reference/askReference';
import { write } from '../dataset/arbitraries';

const random = seededRandom(7);
const below = (end: number) => Math.floor(random() * end);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
const PAIRS = 200;
const LENGTH = 48;

const scripts: Readonly<Record<string, readonly string[]>> = {
  Chinese: range(0x5300, 0x5340),
  'rare Chinese': range(0x20000, 0x20040),
  Japanese: [...range(0x3042, 0x3080), ...range(0x30a2, 0x30c0), ...range(0x6700, 0x6710)],
  Thai: [...range(0x0e01, 0x0e2e), ...range(0x0e31, 0x0e39), ...range(0x0e48, 0x0e4b)],
  Lao: [...range(0x0e94, 0x0ea3), ...range(0x0eb0, 0x0eb9)],
  Khmer: [...range(0x1780, 0x17a2), ...range(0x17b6, 0x17c5)],
  Burmese: [...range(0x1000, 0x1020), ...range(0x102b, 0x1032)],
  Tibetan: [...range(0x0f40, 0x0f47), ...range(0x0f49, 0x0f6c), ...range(0x0f71, 0x0f7d)],
  Javanese: [...range(0xa984, 0xa9b2), ...range(0xa9b4, 0xa9bd)],
  Balinese: [...range(0x1b05, 0x1b33), ...range(0x1b35, 0x1b43)],
  'Tai Tham': [...range(0x1a20, 0x1a54), ...range(0x1a61, 0x1a74)],
  'New Tai Lue': range(0x1980, 0x19ab),
  'Tai Le': range(0x1950, 0x196d),
  'Tai Viet': range(0xaa80, 0xaaaf),
  English: range(0x61, 0x7a).map((letter) => `${letter}${letter}x `),
};

/** Texts 2n and 2n + 1 differ in one character, or word, of 48. */
function pairsOf(alphabet: readonly string[]): string[] {
  return Array.from({ length: PAIRS }, () => {
    const text = Array.from({ length: LENGTH }, () => alphabet[below(alphabet.length)] ?? '');
    const at = below(LENGTH);
    const old = alphabet.indexOf(text[at] ?? '');
    const other = text.with(at, alphabet[(old + 1 + below(alphabet.length - 1)) % alphabet.length] ?? '');
    return [text.join('').trim(), other.join('').trim()];
  }).flat();
}

const lineOf = (text: string) => {
  const half = text.length >> 1;
  return JSON.stringify({ text_input: text.slice(0, half).trim(), output: text.slice(half).trim() });
};

describe('near duplicates, by two hands', function () {
  this.timeout(120_000);
  const texts = new Map(Object.entries(scripts).map(([script, alphabet]) => [script, pairsOf(alphabet)]));
  const theirs = new Map<string, readonly (readonly [number, number])[]>();
  const pool = new ScanPool();
  let folder: string;

  before(async function () {
    if (!hasPython) this.skip();
    const asked = [...texts].map(([script, of]) => ({ what: 'near', of: [of, script === 'English'] }));
    const answers = askReference<readonly [number, number][]>('duplicates', asked);
    for (const [index, script] of [...texts.keys()].entries()) theirs.set(script, answers[index] ?? []);
    folder = await mkdtemp(path.join(tmpdir(), 'duplicates-'));
  });
  after(async () => {
    await pool.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  for (const script of Object.keys(scripts)) {
    it(`${script}: all of them are found, and nothing else`, () => {
      const own = texts.get(script) ?? [];
      const found = findNearDuplicates(DatasetDocument.read(own.map(lineOf).join('\n')));
      const pairs = theirs.get(script) ?? [];
      const later = new Set(pairs.map(([line]) => line));
      assert.ok(later.size >= PAIRS * (script === 'English' ? 0.9 : 0.99), `${later.size} in the reference`);
      const hit = found.filter(({ line }) => later.has(line)).length;
      assert.ok(hit >= later.size * 0.99, `${hit} of ${later.size}`);
      assert.ok(found.length <= later.size * 1.01 + 1, `${found.length} found, ${later.size} there`);
    });

    it(`${script}: a split parts none of them, and has the size that was asked for`, async () => {
      const own = texts.get(script) ?? [];
      const file = path.join(folder, `${script}.jsonl`);
      await writeFile(file, own.map(lineOf).join('\n'));
      const source = await readForSplit(pool, file, { nearDuplicates: true });
      const { sides, validation, wanted } = deal(source, { size: { share: 0.5 }, seed: 'a', byLabel: false });
      const parted = (theirs.get(script) ?? []).filter(([a, b]) => sides[a] !== sides[b]);
      assert.ok(parted.length <= PAIRS * 0.01, `${parted.length} parted`);
      assert.ok(Math.abs(validation - wanted) <= 2, `${validation} of ${wanted}`);
    });
  }

  it('free text in such scripts is measured by its characters', () => {
    for (const script of ['Chinese', 'Japanese', 'Thai', 'Khmer']) {
      const facts = dataFacts(texts.get(script) ?? []);
      assert.equal(chrf.isProposed(facts), true, `${script}: ${facts.medianWords} words`);
    }
  });
});

const word = fc.constantFrom('a', 'b', 'ä', '😀', 'x\ny', '1', '12345678901234567890');
const number = fc.constantFrom(
  '1',
  '1.0',
  '1e0',
  '2',
  '12345678901234567890',
  '12345678901234567891',
  '0.1',
  '1e400',
);
const message = fc.record(
  {
    role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
    content: fc.oneof(word, fc.constant(null)),
    name: word,
    refusal: word,
    weight: fc.constantFrom(0, 1),
    tool_call_id: word,
    function_call: fc.record({ name: word, arguments: word }),
    tool_calls: fc.array(
      fc.record({
        id: word,
        type: fc.constant('function'),
        function: fc.record({ name: word, arguments: word }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: ['role', 'content'] },
);
const alpaca = fc.record(
  {
    instruction: word,
    input: word,
    output: word,
    response: word,
    instances: fc.array(fc.record({ input: word, output: word }), { maxLength: 2 }),
  },
  { requiredKeys: ['instruction', 'output'] },
);
const chat = fc.record(
  {
    messages: fc.array(message, { minLength: 2, maxLength: 3 }),
    metadata: fc.dictionary(word, word, { maxKeys: 2 }),
  },
  { requiredKeys: ['messages'] },
);
const style = fc.record({
  gap: fc.constantFrom('', ' '),
  ascii: fc.boolean(),
  slashes: fc.boolean(),
  swap: fc.boolean(),
});

describe('equal examples, by two hands', function () {
  this.timeout(120_000);

  it('are those whose JSON is equal, whatever the conversation holds of it', function () {
    if (!hasPython) this.skip();
    const examples = fc.oneof(chat, alpaca);
    const pairs = fc
      .sample(fc.tuple(examples, examples, style, style, number, number, fc.nat(2)), {
        numRuns: 3_000,
        seed: 3,
      })
      .map(([a, b, how, other, m, n, kind]): [string, string] => {
        // One of three is written again in another way, one of three has one piece of another example.
        const keys = Object.keys(b);
        const key = keys[m.length % keys.length] ?? '';
        const mixed = kind === 1 && key in a ? { ...a, [key]: (b as Record<string, unknown>)[key] } : a;
        const extra = (line: string, digits: string) => `${line.slice(0, -1)},"more":${digits}}`;
        return [extra(write(a, how), m), extra(write(kind === 2 ? b : mixed, other), kind === 0 ? n : m)];
      });
    const theirs = askReference<boolean>(
      'duplicates',
      pairs.map((of) => ({ what: 'same', of: [of] })),
    );
    let equal = 0;
    for (const [index, lines] of pairs.entries()) {
      const document = DatasetDocument.read(lines.join('\n'));
      if (!document.format || document.statistics.examples < 2) continue;
      const isSame = document.problemsAt(1).some(({ rule }) => rule === 'duplicate-example');
      assert.equal(isSame, theirs[index], lines.join('\n'));
      if (isSame) equal++;
    }
    assert.ok(equal > 300, `only ${equal} were equal`);
  });
});
