import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { GroupRule } from '../checking/rule';
import type { DatasetFormat } from '../formats/format';
import { type Target, targets } from '../targets/target';

/** Found by the scan of files, when a target was named or in CI: there, a file that passes is one that tunes. */
export const nothingToTuneOn: GroupRule = {
  id: 'nothing-to-tune-on',
  kind: 'file',
  severity: 'error',
  scope: 'group',
  title: l10n.t('File contains nothing to tune on'),
  description: l10n.t(
    "The file is empty, most of its lines don't match a known format, or no service supports its format. `tunewright check --target MODEL` reports this as an error, and so does `tunewright check` in CI.",
  ),
};

export interface FileContent {
  readonly lines: number;
  readonly blankLines: number;
  /** Lines that look like examples of any format. */
  readonly recognised: number;
  /** The first line that does not, from 0; -1 when all do. */
  readonly firstOther: number;
  /** Undefined when most lines are in none. */
  readonly format: DatasetFormat | undefined;
}

/** Why nothing can be tuned on the file; undefined when something can. */
export function whyNothing(
  { lines, blankLines, recognised, firstOther, format }: FileContent,
  target: Target | undefined,
): string | undefined {
  const content = lines - blankLines;
  if (content === 0) return l10n.t('The file has no examples.');
  if (!format) {
    if (recognised === 0) return l10n.t('No line is an example of a known format.');
    const count = content - recognised;
    return l10n.t(
      '{0} of {1} {2} of a known format. The first is line {3}.',
      grouped(count),
      counted(content, 'line'),
      count === 1 ? l10n.t("isn't an example") : l10n.t("aren't examples"),
      firstOther + 1,
    );
  }
  const isTaken = target
    ? format.isForeign !== true // a target that takes another format is told by `target-format`
    : targets.some(({ retired, formats }) => !retired && formats.includes(format.id));
  if (isTaken) return undefined;
  const who = target ? target.label : l10n.t('a service');
  return l10n.t(
    'No line is an example that {0} can be tuned on: the file is written as {1}. Convert it (Convert Dataset… in VS Code).',
    who,
    format.label,
  );
}
