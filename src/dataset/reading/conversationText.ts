// A conversation as plain text that people edit (see sections.ts), without escapes, and back.
import * as l10n from '@vscode/l10n';
import type { Conversation, Part, RankedAnswer, Turn } from '../example/conversation';
import { parse } from '../json/parse';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import { type Headings, readSections, type Section, SectionError, writeSections } from './sections';

const HEADINGS: Headings = {
  1: ['system', 'user', 'model', 'answer', 'tools'],
  2: ['text', 'thought', 'call', 'result', 'file', 'data', 'other'],
};

/** Characters that a text editor would change or hide: a text with one is written as JSON. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are meant
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff]|\p{Surrogate}/u;

export function writeConversation({ system, turns, answers, tools }: Conversation): string {
  const sections: Section[] = [];
  if (tools) sections.push({ name: 'tools', level: 1, body: pretty(tools) });
  if (system) for (const section of speechSections('system', system)) sections.push(section);
  for (const turn of turns) for (const section of turnSections(turn)) sections.push(section);
  for (const { score, turns: answered } of answers ?? []) {
    sections.push({ name: `answer ${score}`, level: 1, body: '' });
    for (const turn of answered) for (const section of turnSections(turn)) sections.push(section);
  }
  return writeSections(sections, HEADINGS);
}

function turnSections({ speaker, parts, weight }: Turn): Section[] {
  return speechSections(weight === undefined ? speaker : `${speaker} weight ${weight}`, parts);
}

/** A single text stands right under its heading; other parts have a heading each. */
function speechSections(name: string, parts: readonly Part[]): Section[] {
  const [first] = parts;
  if (first === undefined) return [{ name: `${name} empty`, level: 1, body: '' }];
  const isPlain = parts.length === 1 && first.kind === 'text' && !first.thought && !UNSAFE.test(first.text);
  if (isPlain) return [{ name, level: 1, body: first.text }];
  return [{ name, level: 1, body: '' }, ...parts.map(partSection)];
}

function partSection(part: Part): Section {
  if (part.kind === 'text') {
    const name = part.thought ? 'thought' : 'text';
    return UNSAFE.test(part.text)
      ? { name: `${name} json`, level: 2, body: JSON.stringify(part.text) }
      : { name, level: 2, body: part.text };
  }
  if (part.kind === 'other') return { name: 'other', level: 2, body: pretty(part.value) };
  const { kind, ...members } = part;
  return { name: kind, level: 2, body: pretty(members) };
}

function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** Throws `SectionError` with the line where the text is no conversation. */
export function readConversation(text: string): Conversation {
  const turns: Turn[] = [];
  const answers: { score: number; turns: Turn[] }[] = [];
  const system: Part[][] = [];
  let tools: JsonValue[] | undefined;
  for (const speech of readSpeeches(text)) {
    const { word, options, line, parts } = speech;
    if (word === 'system') system.push(parts);
    else if (word === 'tools') tools = readTools(speech);
    else if (word === 'answer') answers.push({ score: readNumber(options[0], line), turns: [] });
    else {
      const weight = options[0] === 'weight' ? { weight: readNumber(options[1], line) } : {};
      const speaker = word === 'model' ? 'model' : 'user';
      (answers.at(-1)?.turns ?? turns).push({ speaker, parts, ...weight });
    }
  }
  return {
    ...(system.length > 0 ? { system: system.flat() } : {}),
    turns,
    ...(answers.length > 0 ? { answers: answers satisfies RankedAnswer[] } : {}),
    ...(tools ? { tools } : {}),
  };
}

/** A heading of the first level with what stands below it. */
interface Speech {
  readonly word: string;
  readonly options: readonly string[];
  readonly line: number;
  readonly body: string;
  readonly parts: Part[];
}

function readSpeeches(text: string): Speech[] {
  const speeches: Speech[] = [];
  const sections = readSections(text.replace(/\r\n/g, '\n'), HEADINGS);
  for (const [index, { section, line }] of sections.entries()) {
    const { level, name, body } = section;
    const [word = '', ...options] = name.split(/\s+/);
    if (level === 2) {
      const open = speeches.at(-1);
      if (!open || open.word === 'tools' || open.word === 'answer') {
        throw new SectionError(l10n.t('"## {0}" must be under a role heading such as "# user".', word), line);
      }
      open.parts.push(readPart(word, options.includes('json'), body, line));
      continue;
    }
    const isList = sections[index + 1]?.section.level === 2 || options.includes('empty');
    const parts: Part[] = isList && body === '' ? [] : [{ kind: 'text', text: body }];
    speeches.push({ word, options, line, body, parts });
  }
  return speeches;
}

function readPart(word: string, isJson: boolean, body: string, line: number): Part {
  switch (word) {
    case 'text':
    case 'thought': {
      const text = isJson ? readJson(body, line) : body;
      if (typeof text !== 'string')
        throw new SectionError(l10n.t('Expected a JSON string in double quotes.'), line);
      return word === 'thought' ? { kind: 'text', text, thought: true } : { kind: 'text', text };
    }
    case 'call': {
      const { name, args, id } = readObject(body, line);
      if (!isObject(args))
        throw new SectionError(l10n.t('A function call requires "args" (an object).'), line);
      return { kind: 'call', name: textMember('name', name, line), args, ...optional('id', id, line) };
    }
    case 'result': {
      const { name, response, id } = readObject(body, line);
      if (!isObject(response))
        throw new SectionError(l10n.t('A function response requires "response" (an object).'), line);
      return { kind: 'result', name: textMember('name', name, line), response, ...optional('id', id, line) };
    }
    case 'file': {
      const { mimeType, uri } = readObject(body, line);
      return { kind: 'file', ...optional('mimeType', mimeType, line), uri: textMember('uri', uri, line) };
    }
    case 'data': {
      const { mimeType, base64 } = readObject(body, line);
      return {
        kind: 'data',
        ...optional('mimeType', mimeType, line),
        base64: textMember('base64', base64, line),
      };
    }
    default:
      return { kind: 'other', value: readJson(body, line) };
  }
}

function readTools({ body, line }: Speech): JsonValue[] {
  const tools = readJson(body, line);
  if (!Array.isArray(tools)) throw new SectionError(l10n.t('Tools must be a JSON array: [ … ].'), line);
  return tools;
}

function readObject(body: string, line: number): JsonObject {
  const value = readJson(body, line);
  if (!isObject(value)) throw new SectionError(l10n.t('Expected a JSON object: { … }.'), line);
  return value;
}

function readJson(body: string, line: number): JsonValue {
  const value = parse(body);
  if (value === undefined)
    throw new SectionError(l10n.t("The content under this heading isn't valid JSON."), line);
  return value;
}

function readNumber(text: string | undefined, line: number): number {
  const number = Number(text);
  if (text === undefined || !Number.isFinite(number)) {
    throw new SectionError(l10n.t('This heading requires a number.'), line);
  }
  return number;
}

function textMember(key: string, value: JsonValue | undefined, line: number): string {
  if (typeof value !== 'string') throw new SectionError(l10n.t('"{0}" must be a string.', key), line);
  return value;
}

function optional<Key extends string>(
  key: Key,
  value: JsonValue | undefined,
  line: number,
): { [K in Key]?: string } {
  if (value === undefined) return {};
  return { [key]: textMember(key, value, line) } as { [K in Key]?: string };
}
