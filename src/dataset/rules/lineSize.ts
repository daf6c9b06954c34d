import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';

/** UTF-16 units. Far more than a service takes in one example, and little enough to be read with bounded memory. */
export const LONGEST_LINE = 32 << 20;

/** Found by the readers of lines, before anything reads the line. */
export const lineSize: GroupRule = {
  id: 'line-size',
  kind: 'limit',
  severity: 'error',
  scope: 'group',
  title: l10n.t('Line is too long to read'),
  description: l10n.t(
    "Lines longer than 32 MB aren't read or checked. No service supports examples of this size. In most cases, the line ends are missing or the file isn't JSONL: each example must be on its own line.",
  ),
};

export const lineSizeMessage = l10n.t(
  "This line is longer than 32 MB and wasn't read. Each example must be on its own line.",
);
