// Parts that are no texts: the user's files, calls of functions and their results. Of each kind the quick reader knows
// the members that its hash is made of, and what must hold for the rules to find nothing.
import { assertNever } from '../../../base/assertNever';
import { argumentErrors } from '../../checking/argumentErrors';
import type { Part } from '../../example/conversation';
import { TAGS } from '../../example/exampleKeys';
import { Hash, hashOfJson, type Lanes, Members, KINDS as VALUES } from '../../example/hash';
import { parse } from '../../json/parse';
import { isObject, type JsonObject, type JsonValue } from '../../json/value';
import { addressFault } from '../../media/addresses';
import { ONLY_SOUND, UNSET } from '../../media/mediaFiles';
import { kindOf, mayBe, mimeTypeOf, typeOfBytes } from '../../media/mediaTypes';
import { type ReadingContext, readLine } from '../checkLine';
import type { Verdict } from './knownMembers';
import { CLOSE_BRACE, COMMA, OPEN_BRACE, QUOTE, quoted } from './quickLine';
import type { TextScan } from './textScan';
import { ValueScan } from './valueScan';

/** More files in one example than this are counted, the slow way. */
const MOST_FILES = 4;
const MOST_CALLS = 64;
/** Different shapes of calls that are remembered for the same tools. */
const MOST_SHAPES = 1_000;
/** Different types of files that are remembered. */
const MOST_TYPES = 64;
/** Bytes of base64; larger data are measured, the slow way. */
const LARGEST_DATA = 20 << 20;
/** Of one picture, in any model. */
const MOST_TOKENS = 2240;
/** Different ends of addresses that are remembered for a type. */
const MOST_ENDS = 8;
const BUCKET = Buffer.from('gs://');
const COLON = 0x3a;
const MINUS = 0x2d;
const SLASH = 0x2f;
const POINT = 0x2e;

type Check = 'text' | 'object' | 'type' | 'bucket' | 'base64';

interface PartMember {
  readonly key: Buffer;
  /** Its name in `Part` (conversation.ts). */
  readonly name: Lanes;
  readonly check: Check;
  readonly mayBeAbsent?: boolean;
}

interface PartKind {
  readonly key: Buffer;
  /** In `Part`. */
  readonly kind: Part['kind'];
  /** Whose turn it stands in. */
  readonly tag: number;
  readonly members: readonly PartMember[];
  /** Such a part of a type of file, for the slow reader to judge. */
  readonly sample?: (mimeType: JsonValue) => JsonObject;
}

/** A type of files that was judged once, by its bytes with their quotes. */
interface KnownType {
  readonly kind: PartKind;
  readonly bytes: Buffer;
  readonly type: string;
  readonly isTaken: boolean;
  /** Ends of addresses, such as `jpg`, that speak for the type or tell nothing. */
  readonly ends: Buffer[];
}

const member = (key: string, name: string, check: Check): PartMember => ({
  key: quoted(key),
  name: new Hash().text(name),
  check,
});
const id: PartMember = { ...member('id', 'id', 'text'), mayBeAbsent: true };

const KINDS: readonly PartKind[] = [
  {
    key: quoted('fileData'),
    kind: 'file',
    tag: TAGS.user,
    members: [member('mimeType', 'mimeType', 'type'), member('fileUri', 'uri', 'bucket')],
    sample: (mimeType) => ({ fileData: { mimeType, fileUri: 'gs://b/a' } }),
  },
  {
    key: quoted('inlineData'),
    kind: 'data',
    tag: TAGS.user,
    members: [member('mimeType', 'mimeType', 'type'), member('data', 'base64', 'base64')],
    sample: (mimeType) => ({ inlineData: { mimeType, data: 'QUJD' } }),
  },
  {
    key: quoted('functionCall'),
    kind: 'call',
    tag: TAGS.model,
    members: [member('name', 'name', 'text'), member('args', 'args', 'object'), id],
  },
  {
    key: quoted('functionResponse'),
    kind: 'result',
    tag: TAGS.user,
    members: [member('name', 'name', 'text'), member('response', 'response', 'object'), id],
  },
];
const KIND = new Hash().text('kind');
const HASHES = new Map(KINDS.map(({ kind }) => [kind, hashOfJson(kind)]));

/** The bytes of plain names: of letters, digits, and a few marks that stand for themselves. */
function bytesOf(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (characters.test(String.fromCharCode(byte)) ? 1 : 0));
}
const IN_BUCKET = bytesOf(/[a-z0-9-]/);
const IN_NAME = bytesOf(/[A-Za-z0-9_-]/);

export class QuickParts {
  /** Of all data of the line, less what its files may cost in tokens. */
  fileBytes = 0;
  readonly #value: ValueScan;
  readonly #members = new Members();
  #files = 0;
  #type: KnownType | undefined;
  readonly #types: KnownType[] = [];
  readonly #starts = new Int32Array(4);
  readonly #ends = new Int32Array(4);
  /** Where the calls of the line stand, and what tells whether they fit. */
  readonly #calls = new Int32Array(2 * MOST_CALLS);
  readonly #callKeys = new Float64Array(MOST_CALLS);
  readonly #name = new Hash();
  readonly #shape = new Hash();
  #callCount = 0;
  /** The names that the model's last turn calls, and those of the responses in the turn that is read. */
  readonly #called = new Hash();
  readonly #answered = new Hash();

  constructor(
    private readonly text: TextScan,
    private readonly context: ReadingContext,
  ) {
    this.#value = new ValueScan(text);
  }

  clear(): void {
    this.fileBytes = 0;
    this.#files = 0;
    this.#callCount = 0;
    this.#called.reset();
    this.#answered.reset();
  }

  /** Before a turn of the model; whether the user's turn has given back what was called, in the same order. */
  areAnswered(): boolean {
    const same = this.#called.key === this.#answered.key;
    this.#called.reset();
    this.#answered.reset();
    return same;
  }

  /** @returns the index after the only member of a part, whose key starts at `start` */
  read(start: number, end: number, tag: number): number {
    const { text } = this;
    const kind = KINDS.find((each) => each.tag === tag && this.#is(start, each.key));
    if (!kind) return -1;
    const open = this.#afterColon(start + kind.key.length);
    if (open === -1 || text.bytes[open] !== OPEN_BRACE) return -1;
    const { a, b } = text;
    this.#members.clear();
    this.#starts.fill(-1);
    this.#members.add(KIND, HASHES.get(kind.kind) ?? KIND);
    let at = open;
    do {
      at = this.#value.space(at + 1);
      const index = kind.members.findIndex(({ key }) => this.#is(at, key));
      const own = kind.members[index];
      if (!own || this.#starts[index] !== -1) return -1;
      at = this.#afterColon(at + own.key.length);
      if (at === -1) return -1;
      this.#starts[index] = at;
      at = own.check === 'base64' ? this.#readBase64(at, end) : this.#value.read(at, end);
      if (at === -1) return -1;
      this.#ends[index] = at;
      this.#members.add(own.name, text);
      if (own.check === 'object') this.#shape.reset().word(this.#value.shape.a).word(this.#value.shape.b);
      if (index === 0) this.#name.reset().word(text.a).word(text.b);
      at = this.#value.space(at);
    } while (text.bytes[at] === COMMA);
    if (text.bytes[at] !== CLOSE_BRACE || !this.#isRight(kind) || !this.#isPlainFile(kind)) return -1;
    if (kind.kind === 'call') this.#called.word(this.#name.a).word(this.#name.b);
    if (kind.kind === 'result') this.#answered.word(this.#name.a).word(this.#name.b);
    if (kind.tag === TAGS.model && !this.#addCall(open, at + 1)) return -1;
    text.reset();
    this.#members.addTo(text);
    const part = { a: text.a, b: text.b };
    text.a = a;
    text.b = b;
    text.mark(TAGS.part);
    text.word(part.a);
    text.word(part.b);
    return at + 1;
  }

  #readBase64(start: number, end: number): number {
    if (this.text.bytes[start] !== QUOTE) return -1;
    this.text.start(VALUES.text);
    return this.text.readBase64(start + 1, end);
  }

  /** See `LineReading.media`. */
  mediaKey(resolution: () => string | undefined): string | undefined {
    if (this.#files === 0) return undefined;
    return kindOf(this.#type?.type ?? '') === 'audio' ? ONLY_SOUND : (resolution() ?? UNSET);
  }

  /** Whether the calls are of declared functions, with arguments as they are declared. */
  areDeclared(tools: Verdict | undefined): boolean {
    for (let i = 0; i < this.#callCount; i++) {
      const key = this.#callKeys[i] as number;
      const known = tools?.fits?.get(key);
      const fits = known ?? this.#fits(tools, this.#calls[2 * i] as number, this.#calls[2 * i + 1] as number);
      if (known === undefined && tools?.fits && tools.fits.size < MOST_SHAPES) tools.fits.set(key, fits);
      if (!fits) return false;
    }
    return true;
  }

  #fits(tools: Verdict | undefined, start: number, end: number): boolean {
    const call = parse(this.text.bytes.toString('utf8', start, end));
    if (!isObject(call) || typeof call.name !== 'string' || !isObject(call.args)) return false;
    if (!tools?.declared.has(call.name)) return false;
    for (const _ of argumentErrors(call.args, tools.declared.get(call.name))) return false;
    return true;
  }

  #addCall(start: number, end: number): boolean {
    if (this.#callCount === MOST_CALLS) return false;
    this.#calls[2 * this.#callCount] = start;
    this.#calls[2 * this.#callCount + 1] = end;
    this.#callKeys[this.#callCount] = this.#name.word(this.#shape.a).word(this.#shape.b).key;
    this.#callCount++;
    return true;
  }

  #isRight(kind: PartKind): boolean {
    return kind.members.every(({ check, mayBeAbsent = false }, index) => {
      const [start, end] = [this.#starts[index] as number, this.#ends[index] as number];
      if (start === -1) return mayBeAbsent;
      const first = this.text.bytes[start];
      if (check === 'object') return first === OPEN_BRACE;
      if (first !== QUOTE) return false;
      switch (check) {
        case 'text':
          return end - start > 2; // a name
        case 'bucket':
          return this.#is(start + 1, BUCKET);
        case 'base64':
          this.fileBytes += end - start;
          return end - start < LARGEST_DATA;
        case 'type':
          return this.#isType(kind, start, end);
        default:
          return assertNever(check);
      }
    });
  }

  /** Files of one type, of which the slow reader takes so many as there may be. */
  #isType(kind: PartKind, start: number, end: number): boolean {
    let known = this.#types.find((each) => each.kind === kind && this.#is(start, each.bytes));
    if (!known) {
      if (this.#types.length === MOST_TYPES) return false;
      known = this.#judge(kind, Buffer.from(this.text.bytes.subarray(start, end)));
      this.#types.push(known);
    }
    this.fileBytes -= MOST_TOKENS;
    if (!known.isTaken || ++this.#files > MOST_FILES || (this.#files > 1 && known.type !== this.#type?.type))
      return false;
    this.#type = known;
    return true;
  }

  #judge(kind: PartKind, bytes: Buffer): KnownType {
    const type = bytes.toString('latin1', 1, bytes.length - 1);
    const { sample } = kind;
    // A file's tokens count for the limit, as bytes do: of a PDF they are counted the slow way.
    if (!sample || (type === 'application/pdf' && kind.kind === 'data'))
      return { kind, bytes, type, isTaken: false, ends: [] };
    const parts = Array.from({ length: MOST_FILES }, () => sample(type));
    const contents = [
      { role: 'user', parts: [...parts, { text: 'q' }] },
      { role: 'model', parts: [{ text: 'a' }] },
    ];
    const isTaken = readLine(JSON.stringify({ contents }), this.context).problems.length === 0;
    return { kind, bytes, type, isTaken, ends: [] };
  }

  /** Whether the rules find nothing in an address, and nothing that speaks against the type. */
  #isPlainFile({ members }: PartKind): boolean {
    const index = members.findIndex(({ check }) => check === 'bucket' || check === 'base64');
    if (index === -1) return true;
    const start = (this.#starts[index] as number) + 1;
    const end = (this.#ends[index] as number) - 1;
    if (members[index]?.check === 'base64')
      return this.#mayBe(
        typeOfBytes(Buffer.from(this.text.bytes.toString('latin1', start, start + 32), 'base64')),
      );
    const point = this.#lastPoint(start, end);
    if (
      point !== -1 &&
      this.#type?.ends.some((known) => end - point === known.length && this.#is(point, known))
    )
      return true;
    const address = this.text.bytes.toString('utf8', start, end);
    if (address.includes('\\') || addressFault(address) || !this.#mayBe(mimeTypeOf(address))) return false;
    if (point !== -1 && this.#type && this.#type.ends.length < MOST_ENDS)
      this.#type.ends.push(Buffer.from(this.text.bytes.subarray(point, end)));
    return true;
  }

  #mayBe(told: string | undefined): boolean {
    return told === undefined || mayBe(told, this.#type?.type ?? '');
  }

  /**
   * The last point in an address, when nothing can be wrong with what stands before it; -1 when that is not as plain as
   * most are, so that no text is made of those.
   */
  #lastPoint(start: number, end: number): number {
    const { bytes } = this.text;
    const first = start + BUCKET.length;
    let at = first;
    while (IN_BUCKET[bytes[at] as number] === 1) at++;
    if (at - first < 3 || at - first > 60 || bytes[at] !== SLASH) return -1;
    if (bytes[first] === MINUS || bytes[at - 1] === MINUS) return -1;
    let point = -1;
    for (let before = at; ++at < end; before = at) {
      const byte = bytes[at] as number;
      if (byte === POINT) point = at;
      else if (byte === SLASH && bytes[before] === SLASH) return -1;
      else if (byte !== SLASH && IN_NAME[byte] === 0) return -1;
    }
    return point;
  }

  #afterColon(start: number): number {
    const colon = this.#value.space(start);
    return this.text.bytes[colon] === COLON ? this.#value.space(colon + 1) : -1;
  }

  #is(at: number, key: Uint8Array): boolean {
    const { bytes } = this.text;
    for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
    return true;
  }
}
