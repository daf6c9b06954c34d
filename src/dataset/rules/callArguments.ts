import * as l10n from '@vscode/l10n';
import { type ArgumentError, argumentErrors, mended } from '../checking/argumentErrors';
import { replaceOnLine } from '../checking/edits';
import type { ColumnRange } from '../checking/problem';
import type { ExampleRule, TextEdit } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { declarationsOf, type WrittenArguments, writtenCalls } from '../example/functionCalls';

export const callArguments: ExampleRule = {
  id: 'call-arguments',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Call arguments don't match the declared schema"),
  description: l10n.t(
    "The declaration in `tools` lists the arguments of a function and their types. A model trained on calls that don't match learns to make calls that your program rejects.",
  ),
  check(line, report) {
    for (const { range, message } of found(line)) report(range, message);
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    if (!line) return undefined;
    for (const wrong of found(line)) {
      if (wrong.range.start !== problem.range.start || wrong.message !== problem.message) continue;
      const edit = edited(problem.line, wrong);
      return edit && { title: titleOf(wrong.error), edits: [edit] };
    }
    return undefined;
  },
};

interface WrongArgument {
  readonly args: WrittenArguments;
  readonly error: ArgumentError;
  readonly range: ColumnRange;
  readonly message: string;
}

function* found(line: ExampleLine): Generator<WrongArgument> {
  const declared = declarationsOf(line.value);
  for (const { name, args } of writtenCalls(line)) {
    if (args === undefined) continue;
    for (const error of argumentErrors(args.value, declared.get(name))) {
      const range = rangeOf(line, args, error);
      yield { args, error, range, message: l10n.t('Call of "{0}": {1}.', name, error.message) };
    }
  }
}

/** Inside of OpenAI's text of arguments nothing is marked by itself. */
function rangeOf(line: ExampleLine, args: WrittenArguments, { path, mend }: ArgumentError): ColumnRange {
  if (args.isText) return line.rangeOf(args.path);
  const at = [...args.path, ...path];
  return mend?.kind === 'key' ? line.keyRangeOf(at) : line.rangeOf(at);
}

function edited(at: number, { args, error, range }: WrongArgument): TextEdit | undefined {
  const { mend } = error;
  if (mend === undefined) return undefined;
  if (args.isText) return replaceOnLine(at, range, JSON.stringify(JSON.stringify(mended(args.value, error))));
  return replaceOnLine(at, range, JSON.stringify(mend.kind === 'key' ? mend.key : mend.value));
}

function titleOf({ mend, path }: ArgumentError): string {
  if (mend?.kind === 'key') return l10n.t('Change to "{0}"', mend.key);
  const value = JSON.stringify(mend?.value);
  return value.length <= 40 ? l10n.t('Change to {0}', value) : l10n.t('Correct "{0}"', path.join('.'));
}
