// Members that stand beside the turns, such as tools and generation settings: they are mostly the same on all lines of
// a file. Each is judged once, by the slow reader, on a line of its own, and remembered by its bytes with the problems
// that were found in it. So what the schema and the rules say of them need not be said here again.

import { VALUE_KEYWORDS } from '../../checking/argumentErrors';
import { hashOfTools, TAGS } from '../../example/exampleKeys';
import { type Declarations, declarationsOf } from '../../example/functionCalls';
import { fold, Hash, hashOfJson, type Lanes, Members } from '../../example/hash';
import { parse } from '../../json/parse';
import { isObject, type JsonObject } from '../../json/value';
import { endOfString, endOfValue, skipSpace } from '../../json/walk';
import { rowResolution } from '../../media/mediaFiles';
import { type LineProblem, type LineReading, type ReadingContext, readLine } from '../checkLine';

/** More different ones than this are no habit of a file: lines with others are read the slow way. */
const MOST = 64;
/** Bytes; a longer one is read the slow way. */
const LARGEST = 1 << 16;
/** From here on comparing bytes one by one takes longer than to ask for it. */
const LONG = 64;

export interface KnownMember {
  readonly key: string;
  readonly keyHash: Lanes;
  /** From the opening quote of the key to the end of the value. */
  readonly bytes: Buffer;
  /** Bytes minus UTF-16 units. */
  readonly extraBytes: number;
  /** Undefined when lines with it are read the slow way. */
  readonly verdict: Verdict | undefined;
}

export interface Verdict {
  /** With columns that count from the start of the member. None of them is an error. */
  readonly problems: readonly LineProblem[];
  /** What tools add to the key of the question. */
  readonly tools: Lanes | undefined;
  /** The functions that tools declare. */
  readonly declared: Declarations;
  /** Whether calls fit, by their functions and the shapes of their arguments; undefined when the values count, too. */
  readonly fits: Map<number, boolean> | undefined;
  /** `mediaResolution` for all files of the example. */
  readonly resolution: string | undefined;
  /** The value, for what stands beside the conversation. */
  readonly extra: Lanes | undefined;
}

export class KnownMembers {
  readonly #known: KnownMember[] = [];

  constructor(private readonly context: ReadingContext) {}

  /** The member whose key starts at `at`; undefined when it is none that is known, or can become so. */
  at(bytes: Buffer, at: number, end: number): KnownMember | undefined {
    for (const member of this.#known) if (startsWith(bytes, at, member.bytes)) return member;
    if (this.#known.length >= MOST) return undefined;
    const member = this.#judge(bytes.toString('utf8', at, Math.min(end, at + LARGEST)));
    if (member) this.#known.push(member);
    return member;
  }

  #judge(rest: string): KnownMember | undefined {
    const line = rest.split('\n', 1)[0] ?? '';
    const keyEnd = endOfString(line, 0);
    const stop = endOfValue(line, skipSpace(line, skipSpace(line, keyEnd) + 1));
    const own = line.slice(0, stop).trimEnd();
    const key = parse(line.slice(0, keyEnd));
    if (typeof key !== 'string' || stop >= line.length) return undefined;
    const bytes = Buffer.from(own);
    return {
      key,
      keyHash: new Hash().text(key),
      bytes,
      extraBytes: bytes.length - own.length,
      verdict: this.#verdict(key, own),
    };
  }

  #verdict(key: string, member: string): Verdict | undefined {
    const { format } = this.context;
    const line = `${START}${member}}`;
    const value = parse(line);
    if (!format || !isObject(value) || Object.keys(value).length !== 2) return undefined;
    const reading = readLine(line, this.context);
    const isRight = reading.problems.every(
      ({ severity, range }) =>
        severity !== 'error' && range.start >= START.length && range.end <= line.length - 1,
    );
    if (!isRight) return undefined;
    const tools = key === 'tools' ? hashOfTools(format.toConversation(value).tools ?? []) : undefined;
    const extra = format.conversationKeys.includes(key) ? undefined : hashOfJson(value[key] ?? null);
    if (!agrees(reading, tools, key, extra)) return undefined;
    const problems = reading.problems.map(({ range: { start, end }, ...problem }) => ({
      ...problem,
      range: { start: start - START.length, end: end - START.length },
    }));
    const declared = declarationsOf(pickTools(value));
    const plain = JSON.stringify(value); // the member may be written with escapes
    const valuesCount = VALUE_KEYWORDS.some((keyword) => plain.includes(JSON.stringify(keyword)));
    const fits = valuesCount ? undefined : new Map<number, boolean>();
    return { problems, tools, extra, declared, fits, resolution: rowResolution(value) };
  }
}

const START = '{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}],';

function pickTools({ tools }: JsonObject): JsonObject {
  return tools === undefined ? {} : { tools };
}

/** Whether the slow reader's keys are what the quick one would make of them. */
function agrees(
  { keys }: LineReading,
  tools: Lanes | undefined,
  key: string,
  extra: Lanes | undefined,
): boolean {
  const question = fold(new Hash(), new Hash().mark(TAGS.user).text('q'));
  if (tools) fold(question, tools);
  const answer = fold(new Hash(), new Hash().mark(TAGS.model).text('a'));
  const whole = fold(fold(new Hash(), question), answer);
  if (extra) {
    const members = new Members();
    members.add(new Hash().text(key), extra);
    addExtras(whole, members);
  }
  return keys?.input === question.key && keys.output === answer.key && keys.whole === whole.key;
}

export function addExtras(whole: Hash, extras: Members): void {
  fold(whole.mark(TAGS.extras), extras.addTo(new Hash()));
}

function startsWith(bytes: Buffer, at: number, start: Buffer): boolean {
  if (start.length > LONG) {
    if (at + start.length > bytes.length) return false;
    // Most differ early, and asking costs more than a look.
    for (let i = 0; i < LONG; i++) if (bytes[at + i] !== start[i]) return false;
    return bytes.compare(start, LONG, start.length, at + LONG, at + start.length) === 0;
  }
  for (let i = 0; i < start.length; i++) if (bytes[at + i] !== start[i]) return false;
  return true;
}
