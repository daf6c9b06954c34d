import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';
import { onePerLine } from './notJsonLines';

/** Found by the open document only: a terminal that nobody asked stays silent. */
export const foreignFormat: GroupRule = {
  id: 'foreign-format',
  kind: 'file',
  severity: 'hint',
  scope: 'group',
  title: l10n.t('File is in a format that no service supports'),
  description: l10n.t(
    "ShareGPT chats, text columns with a chat template, AutoML exports, batch predictions, JSON arrays, and request bodies are common, but no service tunes on them as they are. The file isn't checked further. *Convert Dataset…* writes it in a format that can be used for tuning.",
  ),
  fix: (_, lines) => onePerLine(lines),
};
