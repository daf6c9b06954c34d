/** Only LF ends a line; a CR before it belongs to the line end. */
export function splitLines(text: string): string[] {
  return text.split('\n').map(withoutReturn);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
