// Whoever writes a training file decides what stands in it: no text may hold up a window. What is listed here is read
// with texts that are made to hurt, each twice as long as the one before, and the time may grow only in step.
import assert from 'node:assert/strict';
import {
  findPatterns,
  hasSecret,
  personalPatterns,
  secretPatterns,
} from '../../../src/dataset/checking/patterns';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { convert } from '../../../src/dataset/editing/convert';
import { CannotExpress, type Conversation, textTurn } from '../../../src/dataset/example/conversation';
import { ExampleLine } from '../../../src/dataset/example/exampleLine';
import type { DatasetFormat } from '../../../src/dataset/formats/format';
import { formats } from '../../../src/dataset/formats/index';
import { openaiChat } from '../../../src/dataset/formats/openaiChat';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { diagnoseJson } from '../../../src/dataset/json/diagnose';
import { repairJson } from '../../../src/dataset/json/repair';
import type { JsonObject } from '../../../src/dataset/json/value';
import { readLine } from '../../../src/dataset/line/checkLine';
import { LineReader } from '../../../src/dataset/line/lineChecker';
import { contextOf } from '../../../src/dataset/line/scanSettings';
import { conversationMarkdown } from '../../../src/dataset/reading/conversationMarkdown';
import { rules } from '../../../src/dataset/rules/index';
import { BlockReader, isRenderable } from '../../../src/webviews/playground/answer/markdownBlocks';
import { markdownHtml } from '../../../src/webviews/playground/answer/markdownHtml';
import { hurtingTexts, inStep, LIMIT, type Make, repeat, SMALL, timesAsLong } from '../inStep';

/** Lines that are no JSON, or more than that. */
const broken: Record<string, Make> = {
  'texts that do not end': (length) => `{${'"a":"b",'.repeat(length / 8)}`,
  'values without commas': repeat('{"a":1}'),
  'values with a mistake each': repeat('{"a":True}'),
  Python: repeat("{'a': 'b', "),
  'single quotes': repeat("'"),
  colons: repeat(':'),
  commas: repeat(','),
  'open brackets': repeat('['),
  'closed brackets': repeat(']'),
  'escapes that are none': repeat('{"\\x":"'),
  'a list of lists': (length) => `[${'[],'.repeat(length / 3)}`,
  spaces: (length) => `{${' '.repeat(length)}x`,
  'a word': repeat('x'),
  'keys without quotes': (length) => `{${'a:1,'.repeat(length / 4)}`,
};

const long = 'x'.repeat(40);

/** Examples with many of one thing. */
const conversations: Record<string, (count: number) => Conversation> = {
  'many turns': (count) => ({
    turns: Array.from({ length: 2 * Math.ceil(count / 2) }, (_, i) =>
      textTurn(i % 2 ? 'model' : 'user', long),
    ),
  }),
  'many parts': (count) => ({
    turns: [
      { speaker: 'user', parts: Array.from({ length: count }, () => ({ kind: 'text', text: long })) },
      textTurn('model', 'a'),
    ],
  }),
  'two answers to many turns': (count) => ({
    turns: Array.from({ length: 2 * Math.ceil(count / 2) + 1 }, (_, i) =>
      textTurn(i % 2 ? 'model' : 'user', long),
    ),
    answers: [1, 0].map((score) => ({ score, turns: [textTurn('model', long)] })),
  }),
  'two long answers': (count) => ({
    turns: [textTurn('user', 'q')],
    answers: [1, 0].map((score) => ({ score, turns: [textTurn('model', long.repeat(count / 2))] })),
  }),
  'long texts': (count) => ({
    turns: [textTurn('user', long.repeat(count / 2)), textTurn('model', long.repeat(count / 2))],
  }),
  'many calls': (count) => ({
    turns: [
      textTurn('user', 'q'),
      {
        speaker: 'model',
        parts: Array.from({ length: count }, (_, i) => ({ kind: 'call', name: `f${i}`, args: { x: i } })),
      },
      {
        speaker: 'user',
        parts: Array.from({ length: count }, (_, i) => ({
          kind: 'result',
          name: `f${i}`,
          response: { x: i },
        })),
      },
      textTurn('model', 'a'),
    ],
    tools: Array.from({ length: count }, (_, i) => ({ name: `f${i}`, description: long })),
  }),
};

/** Each speaks twice in a row. */
function mistakenTurns(count: number): Conversation {
  return {
    turns: Array.from({ length: count }, (_, i) => textTurn(i % 4 < 2 ? 'user' : 'model', 'some text')),
  };
}

/** Lines that no conversation is written as. */
const lines: Record<string, Make> = {
  'many completions': (length) => {
    const completion = { score: 1, completion: { role: 'model', parts: [{ text: long }] } };
    const contents = Array.from({ length: length / 200 }, () => ({ role: 'user', parts: [{ text: 'q' }] }));
    return JSON.stringify({
      contents,
      completions: Array.from({ length: length / 200 }, () => completion),
    });
  },
  'many results of tools': (length) => {
    const result = { role: 'tool', tool_call_id: 'a', content: long };
    return JSON.stringify({ messages: Array.from({ length: length / 90 }, () => result) });
  },
  'many instances': (length) =>
    JSON.stringify({
      instruction: 'q',
      instances: Array.from({ length: length / 90 }, () => ({ input: 'a', output: long })),
    }),
  'deep lists': (length) => `{"contents":${'['.repeat(length / 2)}${']'.repeat(length / 2)}}`,
  'deep calls': (length) => {
    const args = `${'{"a":'.repeat(80)}1${'}'.repeat(80)}`;
    const part = `{"functionCall":{"name":"f","args":${args}}}`;
    const parts = Array.from({ length: length / part.length }, () => part).join();
    return `{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[${parts}]}]}`;
  },
};

/** Changes to a line that make many problems. */
const spoilt: Record<string, (value: JsonObject, count: number) => unknown> = {
  'as it is': (value) => value,
  'with many keys': (value, count) => ({
    ...value,
    ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])),
  }),
  'with a number for each text': (value) => JSON.parse(JSON.stringify(value).replaceAll(/:"x+"/g, ':1')),
  'with other roles': (value) =>
    JSON.parse(JSON.stringify(value).replaceAll(/"(user|model|assistant)"/g, '"bot2"')),
  'with misspelt keys': (value) =>
    JSON.parse(JSON.stringify(value).replaceAll('"text"', '"texts"').replaceAll('"content"', '"contents_"')),
  'with a list for each object': (value) => JSON.parse(JSON.stringify(value).replaceAll('[', '[[],')),
};

describe('time grows in step with the length', function () {
  this.timeout(LIMIT);
  const all = Object.fromEntries(rules.map(({ id }) => [id, 'info' as const]));

  for (const [name, make] of Object.entries(hurtingTexts)) {
    it(`of texts: ${name}`, () => {
      inStep('patterns of secrets', make, (text) => [hasSecret(text), findPatterns(text, secretPatterns)]);
      inStep('patterns of personal data', make, (text) => findPatterns(text, personalPatterns));
      inStep('Markdown', make, blocksOf);
      const pair = (length: number) => {
        const text = make(length / 2);
        return JSON.stringify({ text_input: text, output: text });
      };
      const context = contextOf({ format: 'geminiApi', target: undefined, severities: all });
      inStep('rules', pair, (line) => readLine(line, context));
      const quick = new LineReader(contextOf({ format: 'geminiApi', target: undefined, severities: {} }));
      inStep(
        'the quick reader',
        (length) => JSON.stringify({ text_input: make(length), output: 'a' }),
        (line) => quick.read(line),
      );
    });
  }

  for (const [name, make] of Object.entries(broken)) {
    it(`of broken lines: ${name}`, () => {
      inStep('diagnosis', make, diagnoseJson);
      inStep('repair', make, repairJson);
      inStep('an open document', make, (line) => {
        const document = DatasetDocument.read(line);
        for (const problem of document.problems(10)) document.fixes(problem);
      });
    });
  }

  for (const [name, make] of Object.entries(lines)) {
    it(`of lines: ${name}`, () => {
      const value: JsonObject = JSON.parse(make(1_000));
      const format = formats.find((each) => each.likeness(value) === 2);
      assert.ok(format);
      const context = contextOf({ format: format.id, target: undefined, severities: all });
      inStep(format.id, make, (line) => readLine(line, context));
    });
  }

  it('of lines that a bracket opens and none closes', () => {
    const make = (length: number) => `{"contents":[]}\n${'[\n'.repeat(length / 16)}`;
    inStep('fixes', make, (text) => {
      const document = DatasetDocument.read(text);
      for (const problem of document.problems()) document.fixes(problem);
    });
  });

  // What reads the line takes so long that it would hide a search in a list for each of its members.
  it('of many turns, for each rule alone', () => {
    for (const format of [vertexContents, openaiChat]) {
      const make = (count: number) => {
        const value = format.fromConversation(mistakenTurns(count), ignore);
        return new ExampleLine(JSON.stringify(value), value, format, undefined);
      };
      const [whole, part] = [make(32_000), make(1_000)];
      for (const rule of rules) {
        if (rule.scope !== 'example') continue;
        timesAsLong(`${rule.id} of ${format.id}`, 32, whole, part, (line) => rule.check(line, ignore));
      }
    }
  });

  for (const format of formats) {
    it(`of examples of ${format.label}`, () => {
      const context = contextOf({ format: format.id, target: undefined, severities: all });
      for (const [name, make] of Object.entries(conversations)) {
        const example = (length: number): JsonObject | undefined => {
          try {
            return format.fromConversation(make(length / 60), ignore);
          } catch (error) {
            if (error instanceof CannotExpress) return undefined;
            throw error;
          }
        };
        if (!example(SMALL)) continue;
        for (const [how, spoil] of Object.entries(spoilt)) {
          const write = (length: number) => JSON.stringify(spoil(example(length) ?? {}, length / 60));
          inStep(`${name}, ${how}`, write, (line) => readLine(line, context));
        }
        const write = (length: number) => JSON.stringify(example(length));
        const wrong = (length: number) => write(length).replaceAll(/"(user|model|assistant)"/g, '"bot2"');
        inStep(`${name}, fixes`, wrong, (line) => {
          const document = DatasetDocument.read(line, { format: format.id });
          for (const problem of document.problems()) document.fixes(problem);
        });
        inStep(`${name}, hover`, write, (line) => hover(format, line));
        for (const id of ['vertexContents', 'openaiChat']) {
          const other = formats.find((each) => each.id === id) as DatasetFormat;
          inStep(`${name}, to ${id}`, write, (line) => convert([line], format, other));
        }
      }
    });
  }
});

function hover(format: DatasetFormat, line: string): string {
  const example = new ExampleLine(line, JSON.parse(line), format, undefined);
  return conversationMarkdown(format.toConversation(example.value, ignore), words);
}

const ignore = () => {};
const one = (each: string | number) => String(each);
const words = {
  system: 's',
  user: 'u',
  model: 'm',
  thought: 't',
  tools: 'f',
  learnt: 'l',
  emptyText: 'e',
  answer: one,
  call: one,
  result: one,
  file: one,
  picture: () => undefined,
  weight: one,
  moreCharacters: one,
  moreTurns: one,
};

/** What the playground makes of an answer. */
function blocksOf(text: string): string[] {
  const reader = new BlockReader();
  const blocks: string[] = [];
  for (let block = reader.next(text); block !== undefined; block = reader.next(text)) blocks.push(block);
  blocks.push(reader.takeRest(text));
  return blocks.map((block) => (isRenderable(block) ? markdownHtml(block) : block));
}
