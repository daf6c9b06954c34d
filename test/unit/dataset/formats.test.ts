import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import {
  CannotExpress,
  type Conversation,
  type Part,
  type Turn,
} from '../../../src/dataset/example/conversation';
import { formats } from '../../../src/dataset/formats/index';
import { type JsonObject, valueAt } from '../../../src/dataset/json/value';

const words = fc.lorem({ maxCount: 5 });
const name = fc.constantFrom('lookUp', 'send_mail', 'add');
const id = fc.option(fc.constantFrom('c1', 'c2', 'c3'), { nil: undefined });
const args = fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(words, fc.integer(), fc.boolean()), {
  maxKeys: 2,
});
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const textPart = words.map((text): Part => ({ kind: 'text', text }));
const userPart = fc.oneof(
  { weight: 5, arbitrary: textPart },
  fc
    .record({ kind: fc.constant('result' as const), name, id, response: args })
    .map((part): Part => defined(part) as Part),
  fc.constant<Part>({ kind: 'file', mimeType: 'image/png', uri: 'gs://bucket/a.png' }),
  fc.constant<Part>({ kind: 'data', mimeType: 'image/png', base64: 'aGk=' }),
);
const modelPart = fc.oneof(
  { weight: 5, arbitrary: textPart },
  fc
    .record({ kind: fc.constant('call' as const), name, id, args })
    .map((part): Part => defined(part) as Part),
  words.map((text): Part => ({ kind: 'text', text, thought: true })),
);
const exchange = fc.tuple(
  fc.array(userPart, { minLength: 1, maxLength: 2 }).map((parts): Turn => ({ speaker: 'user', parts })),
  fc.array(modelPart, { minLength: 1, maxLength: 2 }).map((parts): Turn => ({ speaker: 'model', parts })),
);
const chat: fc.Arbitrary<Conversation> = fc
  .record({
    system: fc.option(fc.array(textPart, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    turns: fc.array(exchange, { minLength: 1, maxLength: 3 }).map((all) => all.flat()),
    tools: fc.option(fc.constant([{ name: 'add', description: 'Adds.' }]), { nil: undefined }),
  })
  .map((value) => defined(value) as Conversation);
const ranked: fc.Arbitrary<Conversation> = fc
  .tuple(chat, words, words)
  .map(([{ turns, tools: _, ...rest }, a, b]) => ({
    ...rest,
    turns: turns.slice(0, -1),
    answers: [a, b].map((text, i) => ({
      score: 1 - i,
      turns: [{ speaker: 'model' as const, parts: [{ kind: 'text' as const, text }] }],
    })),
  }));
const simple = fc.tuple(words, words).map(
  ([a, b]): Conversation => ({
    turns: [
      { speaker: 'user', parts: [{ kind: 'text', text: a }] },
      { speaker: 'model', parts: [{ kind: 'text', text: b }] },
    ],
  }),
);

for (const format of formats) {
  const write = (conversation: Conversation): JsonObject | undefined => {
    try {
      return format.fromConversation(conversation);
    } catch (error) {
      if (error instanceof CannotExpress) return undefined;
      throw error;
    }
  };

  describe(`format ${format.id}`, () => {
    it('writes what its schema accepts and what it recognises, and keeps it', () => {
      let written = 0;
      fc.assert(
        fc.property(fc.oneof(chat, ranked, simple), (conversation) => {
          const value = write(conversation);
          if (!value) return;
          written++;
          assert.equal(format.validate(value), true, JSON.stringify(format.validate.errors));
          assert.ok(format.likeness(value) > 0);
          const kept = format.toConversation(value);
          assert.deepEqual(format.fromConversation(kept), value);
          const texts = (one: Conversation) =>
            JSON.stringify(
              [...one.turns, ...(one.answers ?? []).flatMap((answer) => answer.turns)].flatMap(({ parts }) =>
                parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])),
              ),
            );
          for (const text of JSON.parse(texts(conversation))) assert.ok(JSON.stringify(kept).includes(text));
        }),
        { numRuns: 1_000 },
      );
      assert.ok(written > 20, `wrote only ${written}`);
    });

    it('says where each text stands', () => {
      fc.assert(
        fc.property(fc.oneof(simple, ranked), (conversation) => {
          const value = write(conversation);
          if (!value) return;
          const { fields } = format.outline(value);
          assert.ok(fields.some(({ side }) => side === 'output'));
          for (const { path, text } of fields) assert.equal(valueAt(value, path), text);
        }),
        { numRuns: 50 },
      );
    });

    it('has a sample of its own form', () => {
      assert.equal(format.validate(format.sample), true);
      assert.ok(format.likeness(format.sample) > 0);
    });
  });
}

describe('contents', () => {
  const { vertexContents } = Object.fromEntries(formats.map((format) => [format.id, format]));
  it('come back as they were, with parts of all kinds', () => {
    fc.assert(
      fc.property(chat, (conversation) => {
        assert.ok(vertexContents);
        assert.deepEqual(
          vertexContents.toConversation(vertexContents.fromConversation(conversation)),
          conversation,
        );
      }),
    );
  });
});

describe('real files', () => {
  for (const file of readdirSync('test/fixtures/data').filter((each) => each.endsWith('.jsonl'))) {
    it(`${file} converts to the other formats, or says why not`, () => {
      const document = DatasetDocument.read(readFileSync(`test/fixtures/data/${file}`, 'utf8'));
      for (let i = 0; i < document.lineCount; i++) {
        const example = document.line(i)?.example;
        if (!example) continue;
        const conversation = example.format.toConversation(example.value);
        for (const to of formats) {
          try {
            assert.ok(
              to.validate(to.fromConversation(conversation)),
              `${to.id}: ${JSON.stringify(to.validate.errors)}`,
            );
          } catch (error) {
            if (!(error instanceof CannotExpress)) throw error;
          }
        }
      }
    });
  }
});
