// Turns the changes of one event into whole lines to replace.
import type { TextEdit } from '../checking/rule';

export interface LineReplacement {
  readonly line: number;
  readonly count: number;
  readonly texts: readonly string[];
}

/**
 * Ranges speak of the document before the event and do not overlap. Changes that touch the same line become one
 * replacement, so that a line is read once however often it was changed. Returned in the order of lines.
 */
export function mergeChanges(
  changes: readonly TextEdit[],
  textOf: (line: number) => string,
): LineReplacement[] {
  const merged: LineReplacement[] = [];
  const sorted = changes.length > 1 ? inOrder(changes) : changes;
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i];
    if (!first) break;
    const from = first.range.start.line;
    const pieces = [textOf(from).slice(0, first.range.start.character), first.text];
    let { end } = first.range;
    for (i++; i < sorted.length; i++) {
      const next = sorted[i];
      if (!next || next.range.start.line > end.line) break;
      pieces.push(textOf(end.line).slice(end.character, next.range.start.character), next.text);
      end = next.range.end;
    }
    const text = pieces.join('') + textOf(end.line).slice(end.character);
    merged.push({ line: from, count: end.line - from + 1, texts: splitEdited(text) });
  }
  return merged;
}

/** From top to bottom. VS Code lists changes from the bottom up; of two at one place, the later listed comes first. */
function inOrder(changes: readonly TextEdit[]): TextEdit[] {
  const bottomUp = changes.map((change, index) => ({ change, index }));
  bottomUp.sort((a, b) => {
    const { start: x } = a.change.range;
    const { start: y } = b.change.range;
    return x.line - y.line || x.character - y.character || b.index - a.index;
  });
  return bottomUp.map(({ change }) => change);
}

function splitEdited(text: string): string[] {
  return text.includes('\n')
    ? text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    : [text];
}
