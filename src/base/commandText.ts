// A command for the person to run next, ready to be pasted into a shell.
import { printable } from './printable';

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
  return ['tunewright', ...words, ...options]
    .map(process.platform === 'win32' ? quotedOnWindows : quotedInPosix)
    .join(' ');
}

/** For a word that no quotes make the same word in all shells of a system: the person sees that it is to be filled in. */
const toFillIn = '"…"';

/** For sh, bash, zsh, and fish. What can't be seen would be shown as something else. */
export function quotedInPosix(word: string): string {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word;
  // fish takes a backslash for one in single quotes only when it escapes nothing.
  if (printable(word) !== word || /\\(?=[\\']|$)/.test(word)) return toFillIn;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * For PowerShell and the command prompt, which have double quotes in common. Within them, one or the other gives a meaning to
 * quotes (curly ones too), variables, escapes, and the backslash before the last quote.
 */
export function quotedOnWindows(word: string): string {
  if (/^[\w+:./\\-]+$/.test(word)) return word;
  return printable(word) !== word || /["“”„$`%!]|\\$/.test(word) ? toFillIn : `"${word}"`;
}
