import * as l10n from '@vscode/l10n';
import { replaceLines } from '../checking/edits';
import type { TextRule } from '../checking/rule';
import { diagnoseJson } from '../json/diagnose';
import { withoutMark } from '../json/parse';
import { reflow } from '../json/reflow';
import { repairJson } from '../json/repair';

export const invalidJson: TextRule = {
  id: 'invalid-json',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: true,
  fixOnSave: true,
  title: l10n.t("Line isn't valid JSON"),
  description: l10n.t(
    "Each line of a JSONL file must be one complete JSON value. Services reject a file with a line that they can't parse. Common causes are a truncated line, an extra comma, single quotes from a Python dict, `NaN`, two examples on one line, and one example spread over several lines.",
  ),
  check(text, report, parsed) {
    if (parsed) return;
    const error = diagnoseJson(withoutMark(text));
    if (error) report(error.range, error.message);
    else report({ start: 0, end: text.length }, l10n.t("This line isn't valid JSON."));
  },
  fix({ line }, lines) {
    const text = withoutMark(lines.textOf(line));
    const isOpen = diagnoseJson(text)?.code === 'truncated';
    const reflowed = isOpen ? reflow(line, lines.lineCount, lines.textOf) : undefined;
    if (reflowed && reflowed.count > 1) {
      const title =
        reflowed.texts.length === 1
          ? l10n.t('Join value into one line')
          : l10n.t('Put each element on its own line');
      return { title, edits: [replaceLines(lines, line, reflowed.count, reflowed.texts)] };
    }
    const repaired = repairJson(text);
    if (repaired === undefined) return undefined;
    const title = repaired.includes('\n')
      ? l10n.t('Put each value on its own line')
      : l10n.t('Fix JSON on this line');
    return { title, edits: [replaceLines(lines, line, 1, [repaired])] };
  },
};
