import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { ExampleRule } from '../checking/rule';
import type { TextField } from '../formats/format';

export const lengthLimit: ExampleRule = {
  id: 'length-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Text exceeds the target model's length limit"),
  description: l10n.t(
    'The Gemini API supports up to 40,000 input characters and 5,000 output characters per example.',
  ),
  check(line, report) {
    const { target, outline } = line;
    if (!target) return;
    const limits = { input: target.inputCharacters, output: target.outputCharacters };
    for (const side of ['input', 'output'] as const) {
      const limit = limits[side]?.value;
      if (limit === undefined) continue;
      let left = limit;
      for (const field of outline.fields) {
        if (field.side !== side) continue;
        const length = countCharacters(field.text);
        if (length > left) {
          const from = unitsOf(field, Math.max(0, left));
          const range = line.textRangeOf(field.path, from, field.text.length);
          const total = limit - left + length;
          const figures = [counted(total, 'character'), target.label, grouped(limit)];
          report(
            range,
            side === 'input'
              ? l10n.t('The input has {0}. {1} supports up to {2}.', ...figures)
              : l10n.t('The output has {0}. {1} supports up to {2}.', ...figures),
          );
          break;
        }
        left -= length;
      }
    }
  },
};

/** Unicode characters, not UTF-16 units: that is how the service counts. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** UTF-16 units of the first `characters` characters. */
function unitsOf(field: TextField, characters: number): number {
  let units = 0;
  for (let left = characters; left > 0 && units < field.text.length; left--) {
    units += (field.text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}
