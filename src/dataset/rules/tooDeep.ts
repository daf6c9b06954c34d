import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';

/** Found by the reader of lines, before anything walks down the value. */
export const tooDeep: GroupRule = {
  id: 'too-deep',
  kind: 'limit',
  severity: 'error',
  scope: 'group',
  title: l10n.t('Brackets are nested too deeply'),
  description: l10n.t(
    "Google's JSON parsers support up to 100 levels of nesting. Training examples need about ten.",
  ),
};
