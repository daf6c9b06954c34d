import * as l10n from '@vscode/l10n';
import { replaceLines } from '../checking/edits';
import type { GroupRule } from '../checking/rule';
import { CannotExpress, refuseToLose } from '../example/conversation';
import { formats } from '../formats/index';
import { parse } from '../json/parse';
import { isObject } from '../json/value';

/** Found by the reader of lines, which alone knows the format of the file. */
export const otherFormat: GroupRule = {
  id: 'other-format',
  kind: 'schema',
  severity: 'error',
  scope: 'group',
  title: l10n.t("Line doesn't match the format of the file"),
  description: l10n.t(
    'All lines of a training file must have the same format. The format is the one that most lines match, unless you select another one.',
  ),
  fix({ line }, lines) {
    const value = parse(lines.textOf(line));
    const to = lines.format;
    if (!isObject(value) || !to) return undefined;
    const from = formats.find((format) => format.likeness(value) === 2);
    if (!from?.validate(value)) return undefined;
    try {
      const text = JSON.stringify(to.fromConversation(from.toConversation(value, refuseToLose)));
      return { title: l10n.t('Convert to {0}', to.label), edits: [replaceLines(lines, line, 1, [text])] };
    } catch (error) {
      if (error instanceof CannotExpress) return undefined;
      throw error;
    }
  },
};
