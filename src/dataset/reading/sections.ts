// Texts under headings, as plain text that people edit:
//
//   # user
//   What comes after
//   seven?
//
//   # model
//   eight
//
// A body is kept character for character. One empty line between a body and the next heading belongs to neither. A
// line of a body that looks like a heading carries a backslash, and so does one that already has backslashes there.
import * as l10n from '@vscode/l10n';
import { closest } from '../../base/spelling';

export interface Section {
  /** `user`, or `model weight 0.5`: the words after the marks. */
  readonly name: string;
  /** 1 for `#`, 2 for `##`. */
  readonly level: 1 | 2;
  readonly body: string;
}

/** Why a text cannot be read, and where. */
export class SectionError extends Error {
  override readonly name = 'SectionError';
  constructor(
    message: string,
    /** Zero-based. */
    readonly line: number,
  ) {
    super(message);
  }
}

/** The first word of each heading, by level; other lines that start with marks are text. */
export interface Headings {
  readonly 1: readonly string[];
  readonly 2: readonly string[];
}

const MARKED = /^(\\*)(##?) +(\S+)/;

export function writeSections(sections: readonly Section[], headings: Headings): string {
  return sections
    .map(({ name, level, body }) => {
      const heading = `${'#'.repeat(level)} ${name}\n`;
      return body === '' ? heading : `${heading}${escapeBody(body, headings)}\n`;
    })
    .join('\n');
}

/** Throws `SectionError` on text before the first heading and on a heading that is nearly right. */
export function readSections(text: string, headings: Headings): { section: Section; line: number }[] {
  const found: { name: string; level: 1 | 2; line: number; lines: string[] }[] = [];
  for (const [line, content] of text.split('\n').entries()) {
    const heading = headingOf(content, headings);
    if (heading?.kind === 'known') found.push({ ...heading, line, lines: [] });
    else if (heading?.kind === 'near') {
      const { marks, word, meant } = heading;
      throw new SectionError(
        l10n.t(
          'Unknown heading "{0} {1}". Did you mean "{2} {3}"? To use it as text, write "\\{4} {5}".',
          marks,
          word,
          marks,
          meant,
          marks,
          word,
        ),
        line,
      );
    } else {
      const open = found.at(-1);
      if (open) open.lines.push(unescapeLine(content, headings));
      else if (content.trim() !== '') {
        throw new SectionError(l10n.t('Text must follow a heading such as "# user".'), line);
      }
    }
  }
  return found.map(({ name, level, line, lines }) => {
    if (lines.at(-1) === '') lines.pop();
    return { section: { name, level, body: lines.join('\n') }, line };
  });
}

type HeadingLine =
  | { readonly kind: 'known'; readonly name: string; readonly level: 1 | 2 }
  | { readonly kind: 'near'; readonly marks: string; readonly word: string; readonly meant: string };

function headingOf(line: string, headings: Headings): HeadingLine | undefined {
  const [, slashes, marks, word] = MARKED.exec(line) ?? [];
  if (slashes !== '' || marks === undefined || word === undefined) return undefined;
  const level = marks === '#' ? 1 : 2;
  if (headings[level].includes(word)) return { kind: 'known', name: line.slice(marks.length).trim(), level };
  const meant = isLone(line) ? closest(word, headings[level]) : undefined;
  return meant === undefined ? undefined : { kind: 'near', marks, word, meant };
}

/** Only a single word can be a misspelt heading: `# Using it` is a title in a text. */
function isLone(line: string): boolean {
  return /^\\*##? +\S+\s*$/.test(line);
}

function looksLikeHeading(line: string, headings: Headings): boolean {
  return headingOf(line.replace(/^\\+/, ''), headings) !== undefined;
}

function escapeBody(body: string, headings: Headings): string {
  return body
    .split('\n')
    .map((line) => (looksLikeHeading(line, headings) ? `\\${line}` : line))
    .join('\n');
}

function unescapeLine(line: string, headings: Headings): string {
  return line.startsWith('\\') && looksLikeHeading(line, headings) ? line.slice(1) : line;
}
