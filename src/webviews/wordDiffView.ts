import './wordDiff.css';
import { html, type TemplateResult } from 'lit';
import { type DiffPiece, wordDiff } from './wordDiff';

export interface WordDiffStrings {
  /** Read out before words that the answer lacks, and before words that it has too many. */
  readonly missing: string;
  readonly extra: string;
  /** In place of the differences. */
  readonly same: string;
  readonly tooLong: string;
}

/** The expected text, with what the answer says other than it. Not by colours alone: struck out, underlined, and in words. */
export function wordDiffView(expected: string, answer: string, strings: WordDiffStrings): TemplateResult {
  if (expected === answer)
    return html`<p dir="auto" class="same">✓ ${strings.same}</p><p dir="auto" class="diff">${expected}</p>`;
  const pieces = wordDiff(expected, answer);
  if (pieces === undefined)
    return html`<p dir="auto" class="quiet">${strings.tooLong}</p><p dir="auto" class="diff">${expected}</p>`;
  return diffPiecesView(pieces, strings);
}

export function diffPiecesView(
  pieces: readonly DiffPiece[],
  strings: Pick<WordDiffStrings, 'missing' | 'extra'>,
): TemplateResult {
  // In one line: the text keeps its spaces.
  return html`<p dir="auto" class="diff">${pieces.map((piece) => pieceView(piece, strings))}</p>`;
}

function pieceView(
  { kind, text }: DiffPiece,
  { missing, extra }: Pick<WordDiffStrings, 'missing' | 'extra'>,
): TemplateResult {
  switch (kind) {
    case 'same':
      return html`${text}`;
    case 'missing':
      return html`<del dir="auto"><span dir="auto" class="aloud">${missing} </span>${visible(text)}</del>`;
    case 'extra':
      return html`<ins dir="auto"><span dir="auto" class="aloud">${extra} </span>${visible(text)}</ins>`;
  }
}

/** A line end that is the whole difference would not be seen. */
function visible(text: string): string {
  return text.trim() === ''
    ? text.replaceAll('\n', '⏎\n').replaceAll(/^ +$/g, (spaces) => '␣'.repeat(spaces.length))
    : text;
}
