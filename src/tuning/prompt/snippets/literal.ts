import { isObject, type JsonValue } from '../../../dataset/json/value';

/** How a language writes what JSON can say. */
export interface LiteralStyle {
  readonly null: string;
  readonly true: string;
  readonly false: string;
  text(text: string): string;
  /** A key of an object, without the colon. */
  key(key: string): string;
  readonly indent: string;
}

/** A JSON value as a literal, one member a line; `margin` is the indentation of the line that it begins on. */
export function literal(value: JsonValue, style: LiteralStyle, margin = ''): string {
  if (typeof value === 'string') return style.text(value);
  if (typeof value === 'number') return String(value);
  if (value === null) return style.null;
  if (typeof value === 'boolean') return value ? style.true : style.false;
  const inner = margin + style.indent;
  const members = isObject(value)
    ? Object.entries(value).map(([key, member]) => `${style.key(key)}: ${literal(member, style, inner)}`)
    : value.map((member) => literal(member, style, inner));
  const [open, close] = isObject(value) ? ['{', '}'] : ['[', ']'];
  return block(open, members, close, style, margin);
}

/** Members between brackets: `f(`, … `)`. */
export function block(
  open: string,
  members: readonly string[],
  close: string,
  { indent }: Pick<LiteralStyle, 'indent'>,
  margin = '',
): string {
  if (members.length === 0) return open + close;
  return `${open}\n${members.map((member) => `${margin}${indent}${member},\n`).join('')}${margin}${close}`;
}

/**
 * A text between double quotes that JSON, JavaScript and Python read alike. Characters that end a line in one of them, or
 * change how the code around them is shown, are escaped.
 */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
