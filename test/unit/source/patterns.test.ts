// No regular expression of ours takes longer than in step with its text, whatever the text is: each one in the source is
// found, and read with texts that are made of what it looks for. A new one is among them as soon as it is written.
import assert from 'node:assert/strict';
import { isNewExpression, isRegularExpressionLiteral } from 'typescript/unstable/ast/is';
import { piecesOf } from './patternPieces';
import { nodesOf, readSource } from './sourceFiles';

/** Characters. In step, a text of so many takes a millisecond; as its square, tenths of a second. */
const LENGTH = 24_000;
/** Milliseconds of processor time that a busy machine may add to a millisecond. */
const NOISE = 30;

/** Out of step, and read only of what is short: of what. */
const bounded: Readonly<Record<string, string>> = {
  '/[\\w-]*$/': 'the end of a line, cut to the longest word',
  '/(\\{[^}]*\\})/': 'our own routes',
  '/=+$/': 'a text that ends in two of them at most',
  '/-+$/': 'the name of a model, cut to its longest',
  '/[^/]+\\/$/': 'the name of an object, 1,024 bytes at most',
};

/** Expressions that are made of others, by their file: of what. */
const made: Readonly<Record<string, string>> = {
  'src/base/glob.ts': 'of a pattern for the names of files',
  'src/dataset/checking/patterns.ts': 'of those that are listed in the same file',
  'src/dataset/example/words.ts': 'of classes of single characters',
  'src/dataset/files/fileNames.ts': 'of endings',
  'src/dataset/json/exactNumbers.ts': 'of a class of single characters, between marks',
  'src/dataset/rows/searchFile.ts': 'of words without meaning',
  'src/dataset/rows/textSearch.ts': "is the user's own, and read in a thread that can be ended",
  'src/dataset/rules/thoughts.ts': 'of words without meaning, and marks',
  'src/sandbox/faults/rules.ts': "is the user's own, and read of paths",
  'src/sandbox/google/routes.ts': 'of our routes, and read of paths',
  'src/sandbox/learner/rewards.ts': "is the user's own, and read in the process of the training",
  'src/sandbox/vertexAi/names.ts': 'of our names of collections',
  'src/sandbox/vertexAi/training/rewardConfig.ts': 'is made, and reads nothing',
  'src/tuning/launch/preflight.ts': 'is in our list of settings, and read of one line',
};

describe('regular expressions of the source', function () {
  this.timeout(120_000);
  const places = new Map<string, string[]>();
  const makers = new Set<string>();

  before(() =>
    readSource((files) => {
      for (const { file, source } of files)
        for (const node of nodesOf(source)) {
          if (isNewExpression(node) && node.expression.getText() === 'RegExp') makers.add(file);
          if (!isRegularExpressionLiteral(node)) continue;
          places.set(node.text, [...(places.get(node.text) ?? []), file]);
        }
    }),
  );

  it('are read in time that grows in step with the text', () => {
    assert.ok(places.size > 300, `${places.size} were found`);
    const wrong = [...places].flatMap(([literal, files]) => {
      const text = slowTextOf(literal);
      if ((text !== undefined) === Object.hasOwn(bounded, literal)) return [];
      return [`${literal} in ${[...new Set(files)].join(', ')}: ${text ?? 'is in step now'}`];
    });
    assert.deepEqual(wrong, []);
  });

  it('would be found if they were slow', () => {
    for (const literal of [
      ...['/\\bsk-[\\w-]*\\d/g', '/\\s+$/', '/eyJ[\\w-]+\\.eyJ[\\w-]+\\./', '/^(a+)+$/', '/\\d*\\.\\d*x/'],
      ...['/"\\s*\\s*:/', '/\\(([^)]*)\\)/'],
    ])
      assert.notEqual(slowTextOf(literal), undefined, literal);
  });

  it('that are made of others are known', () => {
    assert.deepEqual([...makers].sort(), Object.keys(made).sort());
  });
});

/** What is repeated in a text that takes too long, with what stands before it; undefined: there is none. */
function slowTextOf(literal: string): string | undefined {
  const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  if (!/[*+]|\{\d*,\}/.test(source)) return undefined; // it looks at so many characters and no more
  const expression = new RegExp(source, flags.replace(/[gy]/g, ''));
  const pieces = piecesOf(source, flags);
  const pumps = [...pieces, ...pieces.flatMap((a) => pieces.filter((b) => b !== a).map((b) => a + b))];
  for (const before of ['', ...pieces.slice(0, 2)])
    for (const pump of pumps) {
      const exponential = `${before}${pump.repeat(24 / pump.length)}\u0001`;
      const long = `${before}${pump.repeat(LENGTH / pump.length)}\u0001`;
      if ([exponential, long].some((text) => isSlow(expression, text))) return `${before}|${pump}`;
    }
  return undefined;
}

/** Again and again, so that it is no collection of garbage; what takes so long is sure at once. */
function isSlow(expression: RegExp, text: string): boolean {
  const first = takes(expression, text);
  return first > 10 * NOISE || (first > NOISE && [1, 2, 3].every(() => takes(expression, text) > NOISE));
}

function takes(expression: RegExp, text: string): number {
  const start = process.cpuUsage();
  expression.test(text);
  return process.cpuUsage(start).user / 1_000;
}
