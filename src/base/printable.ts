// Text of strangers on a terminal or in a build's log. Escape sequences would run there, overrides of the writing
// direction would show something else than what is written, and build services read commands out of lines.

/** Text within one line. What cannot be seen is written as JSON writes it, so that JSON keeps its meaning. */
export function printable(text: string): string {
  return text.replace(unseen, escaped).replace(command, escaped);
}

/** The same of several lines, whose ends stay. */
export function printableLines(text: string): string {
  return text.replace(/[^\r\n]+|\r(?!\n)/g, printable);
}

/** Controls, other line ends, halves of pairs, overrides of the writing direction, marks without width, tags. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** `::` at the start of a line is a command to GitHub, `##[…]` and `##vso[…]` anywhere in it are to others. */
const command = /:(?<=^\s*:)(?=:)|(?<=#)#(?=\w*\[)/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  return (
    short[character] ??
    Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join('')
  );
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
