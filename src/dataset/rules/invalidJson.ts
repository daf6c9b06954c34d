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
  title: 'The line is not JSON',
  description:
    'Each line of a JSONL file is one JSON value, complete on its line. A service refuses a file with a line that it cannot read. Common causes: a line that was cut off, a comma too many, single quotes of a Python dict, `NaN`, two examples on one line, or one example spread over several lines.',
  check(text, report, parsed) {
    if (parsed) return;
    const error = diagnoseJson(withoutMark(text));
    if (error) report(error.range, error.message);
    else report({ start: 0, end: text.length }, 'This line is not JSON.');
  },
  fix({ line }, lines) {
    const text = withoutMark(lines.textOf(line));
    const isOpen = diagnoseJson(text)?.code === 'truncated';
    const reflowed = isOpen ? reflow(line, lines.lineCount, lines.textOf) : undefined;
    if (reflowed && reflowed.count > 1) {
      const title =
        reflowed.texts.length === 1
          ? 'Write this value on one line'
          : 'Write each element on a line of its own';
      return { title, edits: [replaceLines(lines, line, reflowed.count, reflowed.texts)] };
    }
    const repaired = repairJson(text);
    if (repaired === undefined) return undefined;
    const title = repaired.includes('\n')
      ? 'Put each value on a line of its own'
      : 'Mend the JSON of this line';
    return { title, edits: [replaceLines(lines, line, 1, [repaired])] };
  },
};
