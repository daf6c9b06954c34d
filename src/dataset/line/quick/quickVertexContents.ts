// `{"systemInstruction": …, "contents": […], "tools": …, "generationConfig": …}`: the system instruction before the
// turns, the role before the parts. Texts are held to the rules by textScan.ts; what else a part may hold stands in
// quickParts.ts, and what stands beside the turns is judged by the slow reader, once (knownMembers.ts).
import { TAGS } from '../../example/exampleKeys';
import { type Hash, Members } from '../../example/hash';
import { rules } from '../../rules/index';
import type { LineProblem, ReadingContext } from '../checkLine';
import { addExtras, type KnownMember, KnownMembers } from './knownMembers';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  moved,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  type QuickLimits,
  QuickReader,
  quoted,
} from './quickLine';
import { QuickParts } from './quickParts';

const SYSTEM = [quoted('systemInstruction'), quoted('system_instruction')];
const CONTENTS = quoted('contents');
const ROLE = quoted('role');
const PARTS = quoted('parts');
const TEXT = quoted('text');
const USER = quoted('user');
const MODEL = quoted('model');

export class QuickVertexContents extends QuickReader {
  #characters = 0;
  #texts = 0;
  readonly #known: KnownMembers;
  readonly #parts: QuickParts;
  readonly #members: KnownMember[] = [];
  readonly #extras = new Members();

  constructor(limits: QuickLimits, context: ReadingContext) {
    super(limits);
    this.#known = new KnownMembers(context);
    this.#parts = new QuickParts(this.text, context);
  }

  protected example(start: number, end: number): number {
    this.#members.length = 0;
    this.#parts.clear();
    let hasSystem = false;
    let hasContents = false;
    let at = this.space(start);
    if (this.bytes[at] !== OPEN_BRACE) return -1;
    do {
      at = this.space(at + 1);
      if (!hasContents && this.is(at, CONTENTS)) {
        hasContents = true;
        at = this.#contents(at, end);
      } else if (!hasContents && !hasSystem && SYSTEM.some((key) => this.is(at, key))) {
        hasSystem = true;
        at = this.#system(at, end);
      } else at = this.#member(at, start, end);
      if (at === -1) return -1;
      at = this.space(at);
    } while (this.bytes[at] === COMMA);
    if (!hasContents || this.bytes[at] !== CLOSE_BRACE) return -1;
    const tools = this.#members.find(({ verdict }) => verdict?.tools)?.verdict;
    if (!this.#parts.areDeclared(tools)) return -1;
    if (tools?.tools) this.question.word(tools.tools.a).word(tools.tools.b);
    this.fileBytes = this.#parts.fileBytes;
    this.media = this.#parts.mediaKey(() => this.#resolution());
    return at + 1;
  }

  #resolution(): string | undefined {
    return this.#members.find(({ verdict }) => verdict?.resolution !== undefined)?.verdict?.resolution;
  }

  #member(at: number, start: number, end: number): number {
    const member = this.#known.at(this.bytes, at, end);
    if (!member?.verdict || this.#members.some(({ key }) => key === member.key)) return -1;
    const { problems } = member.verdict;
    const column = at - start - this.text.extraBytes;
    if (problems.length > 0 && this.problems.length === 0) {
      this.problems = problems;
      this.problemColumn = column;
    } else if (problems.length > 0) {
      const merged = merge(moved(this.problems, this.problemColumn), moved(problems, column));
      if (!merged) return -1;
      this.problems = merged;
      this.problemColumn = 0;
    }
    this.#members.push(member);
    this.text.extraBytes += member.extraBytes;
    return at + member.bytes.length;
  }

  protected override extras(whole: Hash): void {
    this.#extras.clear();
    for (const { keyHash, verdict } of this.#members)
      if (verdict?.extra) this.#extras.add(keyHash, verdict.extra);
    if (this.#extras.count > 0) addExtras(whole, this.#extras);
  }

  #system(start: number, end: number): number {
    const name = SYSTEM.find((each) => this.is(start, each));
    let at = name ? this.value(start + name.length) : -1;
    if (at !== -1) at = this.#content(at, end, TAGS.system);
    if (at === -1) return -1;
    this.fold(this.question);
    this.inputCharacters = this.#characters;
    return at;
  }

  /** User and model in turn; the last one, a model's, is the answer. */
  #contents(start: number, end: number): number {
    let at = this.value(start + CONTENTS.length);
    if (at === -1 || this.bytes[at] !== OPEN_BRACKET) return -1;
    at = this.space(at + 1);
    for (;;) {
      at = this.#content(at, end, TAGS.user);
      if (at === -1) return -1;
      this.fold(this.question);
      this.inputCharacters += this.#characters;
      at = this.space(at);
      if (this.bytes[at] !== COMMA) return -1;
      if (!this.#parts.areAnswered()) return -1;
      at = this.#content(this.space(at + 1), end, TAGS.model);
      if (at === -1) return -1;
      at = this.space(at);
      if (this.bytes[at] === CLOSE_BRACKET) break;
      if (this.bytes[at] !== COMMA) return -1;
      this.fold(this.question);
      this.inputCharacters += this.#characters;
      at = this.space(at + 1);
    }
    this.fold(this.answer);
    this.outputCharacters = this.#characters;
    if (this.#texts !== 1) this.answerStart = -1;
    return at + 1;
  }

  /** `{"role": "user", "parts": [{"text": "…"}]}`; leaves the hash in `text`. */
  #content(start: number, end: number, tag: number): number {
    this.#characters = 0;
    this.#texts = 0;
    if (this.bytes[start] !== OPEN_BRACE) return -1;
    let at = this.space(start + 1);
    if (this.is(at, ROLE)) {
      at = this.value(at + ROLE.length);
      if (at === -1) return -1;
      if (tag === TAGS.system) at = this.#anyWord(at, end);
      else {
        const role = tag === TAGS.user ? USER : MODEL;
        if (!this.is(at, role)) return -1;
        at += role.length;
      }
      if (at === -1) return -1;
      at = this.space(at);
      if (this.bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    } else if (tag !== TAGS.system) return -1;
    if (!this.is(at, PARTS)) return -1;
    at = this.value(at + PARTS.length);
    if (at === -1 || this.bytes[at] !== OPEN_BRACKET) return -1;
    this.text.start(tag);
    at = this.space(at + 1);
    for (;;) {
      at = this.#part(at, end, tag);
      if (at === -1) return -1;
      at = this.space(at);
      if (this.bytes[at] === CLOSE_BRACKET) break;
      if (this.bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    }
    at = this.space(at + 1);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  #part(start: number, end: number, tag: number): number {
    if (this.bytes[start] !== OPEN_BRACE) return -1;
    let at = this.space(start + 1);
    if (this.is(at, TEXT)) {
      at = this.value(at + TEXT.length);
      if (at === -1 || this.bytes[at] !== QUOTE) return -1;
      this.answerStart = at;
      at = this.text.read(at + 1, end);
      if (at === -1) return -1;
      this.answerEnd = at;
      this.#characters += this.text.characters;
      this.#texts++;
    } else {
      at = this.#parts.read(at, end, tag);
      if (at === -1) return -1;
    }
    at = this.space(at);
    return this.bytes[at] === CLOSE_BRACE ? at + 1 : -1;
  }

  /** A text of small letters, such as the role of a system instruction, which means nothing. */
  #anyWord(start: number, end: number): number {
    if (this.bytes[start] !== QUOTE) return -1;
    for (let at = start + 1; at < end; at++) {
      const byte = this.bytes[at] as number;
      if (byte === QUOTE) return at + 1;
      if (byte < 0x61 || byte > 0x7a) return -1;
    }
    return -1;
  }
}

/** In the order of the rules; undefined when a rule has found something in two members, of which it may say one only. */
function merge(found: readonly LineProblem[], more: readonly LineProblem[]): LineProblem[] | undefined {
  if (more.some(({ rule }) => found.some((other) => other.rule === rule))) return undefined;
  return [...found, ...more].sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule));
}
