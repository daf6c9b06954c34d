// An example as a person reads it: Markdown with the decoded texts, in which nothing of the data has a meaning of
// its own (no link, no HTML, no image).
import { isolated } from '../../base/isolated';
import { type Conversation, type Part, splitAtAnswer, type Turn } from '../example/conversation';
import { isObject, type JsonValue } from '../json/value';

/** The words around the texts, in the language of the user. */
export interface Words {
  readonly system: string;
  readonly user: string;
  readonly model: string;
  readonly thought: string;
  readonly tools: string;
  readonly learnt: string;
  readonly emptyText: string;
  answer(score: number): string;
  call(name: string): string;
  result(name: string): string;
  file(type: string): string;
  /** Markdown that shows the picture of a part; undefined when there is none. */
  picture(part: Part): string | undefined;
  weight(weight: number): string;
  moreCharacters(count: number): string;
  moreTurns(count: number): string;
}

/** Longer texts are cut: a hover is a glance. */
const LONGEST_TEXT = 1500;
const LONGEST_JSON = 400;
const LONGEST_NAME = 100;
const MOST_NAMES = 50;
const MOST_TURNS = 12;

export function conversationMarkdown(conversation: Conversation, words: Words): string {
  const { system, turns, answers, tools } = conversation;
  const blocks: string[] = [];
  if (system?.length) blocks.push(speech(words.system, '', system, words));
  const { output } = splitAtAnswer(conversation);
  const shown = turns.length > MOST_TURNS ? [...turns.slice(0, 2), ...turns.slice(2 - MOST_TURNS)] : turns;
  for (const [index, turn] of shown.entries()) {
    if (index === 2 && shown !== turns) blocks.push(`*${words.moreTurns(turns.length - shown.length)}*`);
    const learnt = output.includes(turn) ? words.learnt : '';
    blocks.push(turnBlock(turn, learnt, words));
  }
  for (const { score, turns: answered } of answers ?? []) {
    for (const turn of answered) blocks.push(turnBlock(turn, words.answer(score), words));
  }
  if (tools?.length) {
    const names = tools.slice(0, MOST_NAMES).map(nameOfTool);
    blocks.push(`**${words.tools}** ${names.join(', ')}${tools.length > MOST_NAMES ? ' …' : ''}`);
  }
  return blocks.join('\n\n---\n\n');
}

function turnBlock(turn: Turn, note: string, words: Words): string {
  const speaker = turn.speaker === 'user' ? words.user : words.model;
  const weight = turn.weight === undefined ? '' : words.weight(turn.weight);
  return speech(speaker, [note, weight].filter(Boolean).join(' · '), turn.parts, words);
}

function speech(speaker: string, note: string, parts: readonly Part[], words: Words): string {
  const head = note === '' ? `**${speaker}**` : `**${speaker}** · *${note}*`;
  const body = parts.map((part) => partMarkdown(part, words)).join('\n\n') || `*${words.emptyText}*`;
  return `${head}\n\n${body}`;
}

function partMarkdown(part: Part, words: Words): string {
  switch (part.kind) {
    case 'text': {
      if (part.text.trim() === '') return `*${words.emptyText}*`;
      const text = cut(part.text, LONGEST_TEXT, words);
      return part.thought ? `*${words.thought}* ${text}` : text;
    }
    case 'call':
      return `*${words.call(short(part.name))}* ${json(part.args, words)}`;
    case 'result':
      return `*${words.result(short(part.name))}* ${json(part.response, words)}`;
    case 'file':
      return `*${words.file(short(part.mimeType ?? ''))}* ${cut(part.uri, LONGEST_JSON, words)}${picture(part, words)}`;
    case 'data':
      return `*${words.file(short(part.mimeType ?? ''))}*${picture(part, words)}`;
    case 'other':
      return `${json(part.value, words)}${picture(part, words)}`;
  }
}

function picture(part: Part, words: Words): string {
  const shown = words.picture(part);
  return shown === undefined ? '' : `\n\n${shown}`;
}

function json(value: JsonValue, words: Words): string {
  return cut(JSON.stringify(value), LONGEST_JSON, words);
}

function nameOfTool(tool: JsonValue): string {
  const name = isObject(tool) ? (tool.name ?? Object.keys(tool)[0]) : tool;
  return short(String(name ?? ''));
}

/** A name, which is a word in honest data. */
function short(name: string): string {
  return asText(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}

function asText(text: string): string {
  return escapeMarkdown(isolated(text));
}

function cut(text: string, longest: number, words: Words): string {
  if (text.length <= longest) return asText(text);
  const whole = /[\ud800-\udbff]$/.test(text.slice(0, longest)) ? longest - 1 : longest;
  return `${asText(text.slice(0, whole))} … *${words.moreCharacters(text.length - whole)}*`;
}

/**
 * Text that Markdown shows as it is: each punctuation mark is escaped, which also keeps addresses from becoming
 * links, and line breaks and spaces stay.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/\r\n?/g, '\n')
    .replace(/^\s*\n|(?<!\s)\s+$/g, '')
    .replace(/^[ \t]+| {2,}/gm, (space) => '\u00a0'.repeat(space.replace(/\t/g, '    ').length))
    .replace(/\n+/g, (breaks) => (breaks.length === 1 ? '\\\n' : '\n\n'));
}
