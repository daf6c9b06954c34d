import assert from 'node:assert/strict';
import fc from 'fast-check';
import { appendedLines } from '../../../../src/dataset/editing/appendedLines';

function append(
  text: string,
  added: readonly string[],
  lineEnd: '\n' | '\r\n',
): { text: string; firstLine: number } {
  const lines = text.split(/\r?\n/);
  const document = { lineCount: lines.length, textOf: (line: number) => lines[line] ?? '', lineEnd };
  const { edit, firstLine } = appendedLines(document, added);
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + lineEnd.length, 0) + character;
  const { start, end } = edit.range;
  return { text: text.slice(0, offset(start)) + edit.text + text.slice(offset(end)), firstLine };
}

describe('adding lines to a file', () => {
  const cases = [
    { name: 'an empty file', before: '', after: 'x\n', line: 0 },
    { name: 'a file that ends with a line end', before: 'a\nb\n', after: 'a\nb\nx\n', line: 2 },
    { name: 'a file that does not', before: 'a\nb', after: 'a\nb\nx', line: 2 },
    { name: 'blank lines at the end', before: 'a\n\n  \n', after: 'a\nx\n', line: 1 },
    { name: 'a blank line without its end', before: 'a\n  ', after: 'a\nx\n', line: 1 },
    { name: 'a blank line in the middle', before: '\na\n', after: '\na\nx\n', line: 2 },
  ];
  for (const { name, before, after, line } of cases) {
    it(name, () => {
      assert.deepEqual(append(before, ['x'], '\n'), { text: after, firstLine: line });
      const crlf = (text: string) => text.replaceAll('\n', '\r\n');
      assert.deepEqual(append(crlf(before), ['x'], '\r\n'), { text: crlf(after), firstLine: line });
    });
  }

  it('keeps every line that says something, in its order, before the new ones', () => {
    const line = fc.constantFrom('', ' ', '{"a": 1}', '{"b": 2}');
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), (lines, isEnded) => {
        const before = lines.join('\n') + (isEnded ? '\n' : '');
        const { text, firstLine } = append(before, ['x', 'y'], '\n');
        const said = (all: string) => all.split('\n').filter((each) => each.trim() !== '');
        assert.deepEqual(said(text), [...said(before), 'x', 'y']);
        assert.deepEqual(text.split('\n').slice(firstLine, firstLine + 2), ['x', 'y']);
      }),
    );
  });
});
