import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';

/** Found by the scan of files, which sees the bytes. An editor has replaced them before anybody can look. */
export const invalidUtf8: GroupRule = {
  id: 'invalid-utf8',
  kind: 'json',
  severity: 'error',
  scope: 'group',
  title: l10n.t("Line isn't valid UTF-8"),
  description: l10n.t(
    'JSON must be encoded in UTF-8. Invalid bytes usually come from another encoding, such as Windows-1252 or UTF-16. Save the file as UTF-8.',
  ),
};
