import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { isObject } from '../json/value';

const LONGEST_TITLE = 60;

/** An example in two short texts. */
export interface ExampleTitle {
  /** The first words of what the user says, else of any text. */
  readonly asked: string;
  /** Those of the last response: of a classification, its class. Empty without one. */
  readonly answered: string;
}

/** Undefined when the line holds no example. */
export function exampleTitle(text: string, format: DatasetFormat): ExampleTitle | undefined {
  const value = parse(text);
  if (!isObject(value)) return undefined;
  const { fields } = format.outline(value);
  const spoken = fields.filter((field) => field.text.trim() !== '');
  const said = spoken.find(({ speaker }) => speaker === 'user') ?? fields[0];
  const answer = spoken.findLast(({ speaker }) => speaker === 'model');
  return { asked: shorten(said?.text ?? ''), answered: shorten(answer?.text ?? '') };
}

function shorten(text: string): string {
  const line = text.slice(0, 500).replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST_TITLE) return line;
  const cut = line.slice(0, LONGEST_TITLE).replace(/[\ud800-\udbff]$/, '');
  const word = cut.lastIndexOf(' ');
  return `${word > LONGEST_TITLE / 2 ? cut.slice(0, word) : cut}…`;
}
