// One line of a file's bytes. VS Code knows one kind of line end for a whole file: saving one with several kinds changes
// lines that nobody touched.

/** Kinds of line ends in a file. */
export function lineEnds(bytes: Uint8Array): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const { end } of linesOf(bytes)) if (end !== '') kinds.add(end);
  return kinds;
}

/**
 * The bytes with another text on one line, all others as they are.
 * @param line from 0, counted as VS Code counts
 * @returns undefined when that line says something other than `before`
 */
export function withLine(
  bytes: Uint8Array,
  line: number,
  before: string,
  after: string,
): Uint8Array | undefined {
  let at = 0;
  for (const { start, length, end } of linesOf(bytes)) {
    if (at++ !== line) continue;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString();
    const mark = start === 0 && text.startsWith('\ufeff') ? '\ufeff' : ''; // the editor does not show it
    if (text !== mark + before) return undefined;
    const rest = bytes.subarray(start + length + end.length);
    return Buffer.concat([bytes.subarray(0, start), Buffer.from(mark + after + end), rest]);
  }
  return undefined;
}

function* linesOf(bytes: Uint8Array): Generator<{ start: number; length: number; end: string }> {
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== 0x0a && byte !== 0x0d) continue;
    const end = byte === 0x0a ? '\n' : bytes[at + 1] === 0x0a ? '\r\n' : '\r';
    yield { start, length: at - start, end };
    start = at + end.length;
    at = start - 1;
  }
  yield { start, length: bytes.length - start, end: '' };
}
