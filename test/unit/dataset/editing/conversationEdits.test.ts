// Edits of parts and turns, one after the other, against the plainest model: a list of who says what.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ConversationEdit,
  edited,
  isEditableText,
} from '../../../../src/dataset/editing/conversationEdits';
import { CannotWrite, editedLine } from '../../../../src/dataset/editing/editedLine';
import { CannotExpress, type Conversation } from '../../../../src/dataset/example/conversation';
import { ExampleLine } from '../../../../src/dataset/example/exampleLine';
import type { DatasetFormat } from '../../../../src/dataset/formats/format';
import { formats } from '../../../../src/dataset/formats/index';
import { vertexContents } from '../../../../src/dataset/formats/vertexContents';
import type { JsonObject } from '../../../../src/dataset/json/value';
import { detailOf } from '../../../../src/dataset/rows/exampleDetail';
import { text } from '../arbitraries';

interface Said {
  readonly speaker: string;
  readonly text: string;
}

/** What a person asks for, whether or not there is such a turn. */
const asked = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('text'), at: fc.nat(5), text }) },
  fc.record({ kind: fc.constant('system'), text }),
  fc.record({ kind: fc.constant('add'), at: fc.nat(5), speaker: fc.constantFrom('user', 'model', 'system') }),
  fc.record({ kind: fc.constant('remove'), at: fc.nat(5) }),
  fc.record({ kind: fc.constant('removeSystem') }),
  fc.record({ kind: fc.constant('move'), at: fc.nat(5), by: fc.constantFrom(-1, 1) }),
) as fc.Arbitrary<{
  kind: string;
  at?: number;
  text?: string;
  speaker?: 'user' | 'model' | 'system';
  by?: -1 | 1;
}>;

type Asked = typeof asked extends fc.Arbitrary<infer One> ? One : never;

/** Undefined when nothing can be done. */
function onModel(model: readonly Said[], { kind, at = 0, text: said = '', speaker, by = 1 }: Asked) {
  const system = model.filter((one) => one.speaker === 'system');
  const turns = model.filter((one) => one.speaker !== 'system');
  const [own, other] = [turns[at], turns[at + by]];
  switch (kind) {
    case 'text':
      return own && [...system, ...turns.with(at, { ...own, text: said })];
    case 'system':
      return system[0] && [{ ...system[0], text: said }, ...turns];
    case 'add':
      if (speaker === 'system') return system[0] ? undefined : [{ speaker, text: '' }, ...turns];
      return at > turns.length
        ? undefined
        : [...system, ...turns.toSpliced(at, 0, { speaker: speaker ?? '', text: '' })];
    case 'remove':
      return own && [...system, ...turns.toSpliced(at, 1)];
    case 'removeSystem':
      return system[0] && turns;
    default:
      return own && other && [...system, ...turns.with(at, other).with(at + by, own)];
  }
}

function editOf(
  model: readonly Said[],
  { kind, at = 0, text: said = '', speaker = 'user', by = 1 }: Asked,
): ConversationEdit {
  const turn = { in: 'turns', at } as const;
  const was = model.filter((one) => one.speaker !== 'system')[at]?.text ?? '';
  const wasSystem = model.find((one) => one.speaker === 'system')?.text ?? '';
  switch (kind) {
    case 'text':
      return { kind, turn, part: 0, was, text: said };
    case 'system':
      return { kind: 'text', turn: { in: 'system' }, part: 0, was: wasSystem, text: said };
    case 'add':
      return { kind, at, speaker };
    case 'remove':
      return { kind, turn };
    case 'removeSystem':
      return { kind: 'remove', turn: { in: 'system' } };
    default:
      return { kind: 'move', turn, by };
  }
}

function saidIn({ system, turns }: Conversation): Said[] {
  const textOf = (parts: readonly { kind: string; text?: string }[]) => {
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['text'],
    );
    return parts[0]?.text ?? '';
  };
  return [
    ...(system ? [{ speaker: 'system', text: textOf(system) }] : []),
    ...turns.map(({ speaker, parts }) => ({ speaker, text: textOf(parts) })),
  ];
}

const conversation: Conversation = {
  system: [{ kind: 'text', text: 'Be "short".' }],
  turns: [
    { speaker: 'user', parts: [{ kind: 'text', text: 'Again\nand again' }] },
    { speaker: 'model', parts: [{ kind: 'text', text: 'Again' }] },
  ],
};

const extras = { labels: { kept: '\\ as it is' } };

/** With what no edit may touch, where the format allows that. */
function firstLine(format: DatasetFormat): string | undefined {
  for (const first of [conversation, { turns: conversation.turns }]) {
    for (const more of [extras, {}]) {
      try {
        const value: JsonObject = { ...more, ...format.fromConversation(first) };
        if (format.validate(value) && saidIn(format.toConversation(value)).length >= 2)
          return JSON.stringify(value);
      } catch (error) {
        if (!(error instanceof CannotExpress)) throw error;
      }
    }
  }
  return undefined;
}

describe('edits of parts and turns', () => {
  const withTurns = formats.flatMap((format) => {
    const line = format.roles === undefined ? undefined : firstLine(format);
    return line ? [{ format, line }] : [];
  });

  for (const { format, line } of withTurns) {
    it(`${format.label}: are what a list of turns becomes, whatever comes after each other`, () => {
      let refused = 0;
      let done = 0;
      fc.assert(
        fc.property(fc.array(asked, { minLength: 1, maxLength: 8 }), (steps) => {
          let now = line;
          let model: readonly Said[] = saidIn(format.toConversation(JSON.parse(line)));
          for (const step of steps) {
            const editable = [...model, { text: step.text ?? '' }].every((one) => isEditableText(one.text));
            if (!editable) continue;
            const next = onModel(model, step);
            const changed = edited(format.toConversation(JSON.parse(now)), editOf(model, step));
            assert.equal(changed === undefined, next === undefined);
            if (!changed || !next) continue;
            try {
              now = editedLine(now, format, changed);
              model = next;
              done++;
            } catch (error) {
              if (!(error instanceof CannotWrite || error instanceof CannotExpress)) throw error;
              refused++;
            }
            const value: JsonObject = JSON.parse(now);
            assert.ok(format.validate(value));
            assert.deepEqual(saidIn(format.toConversation(value)), model);
            if (line.includes('labels')) assert.deepEqual(value.labels, extras.labels);
            assert.equal(now.includes('\n'), false);
          }
        }),
        { numRuns: 60 },
      );
      assert.ok(done > refused, `${done} done, ${refused} refused`);
    });
  }

  it('are tried on every format with turns that a service takes', () => {
    assert.ok(withTurns.length >= 3, withTurns.map(({ format }) => format.id).join());
    assert.ok(withTurns.some(({ format }) => format.id === 'vertexContents'));
  });

  for (const format of formats.filter(({ importOnly }) => !importOnly)) {
    it(`${format.label}: change one text and nothing else, also of one of several answers`, () => {
      const line = JSON.stringify(format.sample);
      const { turns } = detailOf(new ExampleLine(line, format.sample, format, undefined), []);
      const words = (value: JsonObject) =>
        detailOf(new ExampleLine(JSON.stringify(value), value, format, undefined), []).turns.map(
          ({ parts }) => parts.map((part) => part.text),
        );
      let count = 0;
      for (const [at, { place, parts }] of turns.entries()) {
        for (const [part, { kind, text: was }] of parts.entries()) {
          if (place === undefined || kind !== 'text') continue;
          const edit = { kind: 'text', turn: place, part, was, text: 'Said\n"anew"' } as const;
          const changed = edited(format.toConversation(format.sample), edit);
          assert.ok(changed);
          const after: JsonObject = JSON.parse(editedLine(line, format, changed));
          const expected = words(format.sample);
          expected[at]?.splice(part, 1, edit.text);
          assert.deepEqual(words(after), expected);
          count++;
        }
      }
      assert.ok(count > 0);
    });
  }

  it('keep the line ends of a text, and leave alone a text that was edited meanwhile', () => {
    const one = (said: string): Conversation => ({
      turns: [{ speaker: 'user', parts: [{ kind: 'text', text: said }] }],
    });
    const edit = (was: string, said: string) =>
      ({ kind: 'text', turn: { in: 'turns', at: 0 }, part: 0, was, text: said }) as const;
    assert.deepEqual(edited(one('a\r\nb'), edit('a\r\nb', 'a\nb\nc')), one('a\r\nb\r\nc'));
    assert.deepEqual(edited(one('a\nb'), edit('a\nb', 'a\r\nb')), one('a\nb'));
    assert.equal(edited(one('other'), edit('a', 'b')), undefined);
    const texts = ['a\r\nb', 'a\nb', 'a\rb', 'a\r\nb\nc', 'a\ud83d', '😀'];
    assert.deepEqual(texts.map(isEditableText), [true, true, false, false, false, true]);
  });

  it('keep the digits of numbers and keys of all names, also of turns that move', () => {
    const args = '{"id":12345678901234567890,"__proto__":{"a":1},"constructor":"b"}';
    const calls = `{"role":"model","parts":[{"functionCall":{"name":"find","args":${args}}}]}`;
    const turns = [said('user', 'a'), calls, said('user', 'b'), said('model', 'c')];
    const line = `{"contents":[${turns.join(',')}]}`;
    const written = (edit: ConversationEdit) => {
      const conversation = edited(vertexContents.toConversation(JSON.parse(line)), edit);
      return conversation && editedLine(line, vertexContents, conversation);
    };
    const [first, call, ...rest] = turns;
    const at = (place: number) => ({ in: 'turns', at: place }) as const;
    assert.equal(written({ kind: 'remove', turn: at(3) }), line.replace(`,${turns[3]}`, ''));
    assert.equal(
      written({ kind: 'move', turn: at(1), by: -1 }),
      `{"contents":[${[call, first, ...rest].join(',')}]}`,
    );
    assert.equal(
      written({ kind: 'text', turn: at(0), part: 0, was: 'a', text: 'z' }),
      line.replace('"a"}]', '"z"}]'),
    );
  });
});

function said(role: string, words: string): string {
  return JSON.stringify({ role, parts: [{ text: words }] });
}
