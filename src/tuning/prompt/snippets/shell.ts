/** One word of a POSIX shell. A shell has no way to hold a NUL. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
