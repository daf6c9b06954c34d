import type { DatasetFormat } from '../formats/format';
import { parse } from '../json/parse';
import { isObject } from '../json/value';

const LONGEST_TITLE = 60;

/** The first words of what the user says, else of any text; undefined when the line holds no example. */
export function exampleTitle(text: string, format: DatasetFormat): string | undefined {
  const value = parse(text);
  if (!isObject(value)) return undefined;
  const { fields } = format.outline(value);
  const said = fields.find((field) => field.speaker === 'user' && field.text.trim() !== '') ?? fields[0];
  return shorten(said?.text ?? '');
}

function shorten(text: string): string {
  const line = text.slice(0, 500).replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST_TITLE) return line;
  const cut = line.slice(0, LONGEST_TITLE).replace(/[\ud800-\udbff]$/, '');
  const word = cut.lastIndexOf(' ');
  return `${word > LONGEST_TITLE / 2 ? cut.slice(0, word) : cut}…`;
}
