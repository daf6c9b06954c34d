// A command for the person to run next, ready to be pasted into a shell.

/** Which account, project and place a command asks in, as options of the command line. */
export interface Where {
  readonly project: string | undefined;
  readonly region: string | undefined;
  readonly sandbox: string | undefined;
}

/** @param where options to repeat, when the command asks a service */
export function commandText(words: readonly string[], where?: Where): string {
  const { project, region, sandbox } = where ?? {};
  const options = Object.entries({ project, region, sandbox }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return ['tunewright', ...words, ...options].map(quoted).join(' ');
}

/** As a shell takes it for one word: PowerShell and the command prompt know no other quotes for all than double ones. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word) && !(word.includes('\\') && process.platform !== 'win32')) return word;
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
