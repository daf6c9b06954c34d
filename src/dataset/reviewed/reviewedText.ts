// The side file that says which rows are reviewed. One line for each, in an order of their own, and all lines end alike: so
// that Git merges what two people reviewed, and shows nothing else as changed.
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

/** A later version that changes what the file means raises it; this one leaves that file alone. */
const VERSION = 1;

const schema = v.pipe(
  v.objectWithRest({ version: v.literal(VERSION) }, v.literal(true)),
  v.check((file) => Object.keys(file).every((key) => key === 'version' || /^[\w-]{22}$/.test(key))),
);

/** The message is a sentence for the user. */
export class ReviewedError extends Error {
  override readonly name = 'ReviewedError';
}

/** The name of the side file of a training file. */
export function reviewedName(name: string): string {
  return `${name}.reviewed.json`;
}

/** The keys in it. @param name of the side file, for the reason. @throws ReviewedError */
export function readReviewed(text: string, name: string): Set<string> {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new ReviewedError(damaged(name), { cause: error });
  }
  const { version } = Object(file) as { readonly version?: unknown };
  if (Number.isInteger(version) && Number(version) > VERSION)
    throw new ReviewedError(
      l10n.t("{0} was written by a newer version of Tunewright. It wasn't read or changed.", name),
    );
  const { success, output } = v.safeParse(schema, file);
  if (!success) throw new ReviewedError(damaged(name));
  return new Set(Object.keys(output).filter((key) => key !== 'version'));
}

function damaged(name: string): string {
  return l10n.t(
    "{0} can't be read, so it wasn't changed. Undo what changed it or resolve its merge conflict, or delete it to start again.",
    name,
  );
}

export function writeReviewed(keys: Iterable<string>): string {
  const lines = [...keys].sort().map((key) => `  ${JSON.stringify(key)}: true,\n`);
  return `{\n${lines.join('')}  "version": ${VERSION}\n}\n`;
}
