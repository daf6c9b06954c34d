// A command for the person to run next, ready to be pasted into a shell.
import type { Where } from './connection/where';

/** @param where options as they were given, to be repeated */
export function commandText(words: readonly string[], { project, region, sandbox }: Where): string {
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
