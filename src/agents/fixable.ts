import { commandText } from '../base/commandText';
import type { Problem } from '../dataset/checking/problem';
import type { DocumentOptions } from '../dataset/document/documentOptions';
import { findRule, rules } from '../dataset/rules/index';
import type { ScanPool } from '../dataset/scan/blocks';
import { readRowFile } from '../dataset/tools/fileFormat';
import { fixedByAll } from '../dataset/tools/fixRows';
import type { ToolFile } from './host';
import { ToolRefusal } from './toolRefusal';

export const rulesInput = {
  type: 'array',
  items: { type: 'string' },
  minItems: 1,
  maxItems: 50,
  description: `Fix only the problems of these rules. Default: ${rules
    .filter(({ fixOnSave }) => fixOnSave)
    .map(({ id }) => id)
    .join(', ')}.`,
} as const;

/** @throws ToolRefusal for a rule that nothing can be fixed of line by line */
export function wantedBy(chosen: readonly string[] | undefined): (problem: Problem) => boolean {
  if (!chosen) return fixedByAll;
  for (const id of chosen) {
    const rule = findRule(id);
    if (!rule?.fix)
      throw new ToolRefusal(`The rule "${id}" doesn't exist or has no fix. Change such lines by hand.`);
    if (rule.scope === 'group')
      throw new ToolRefusal(
        `The rule "${id}" compares lines with each other, and this tool fixes each line alone. For duplicates, the user can run ${commandText(['dedupe'])}.`,
      );
  }
  return ({ rule }) => chosen.includes(rule);
}

/** How a file is read to fix it. */
export async function readingOf(pool: ScanPool, file: ToolFile): Promise<DocumentOptions> {
  const { format: chosen, severities = {} } = file.options;
  const { format } = await readRowFile(pool, file.path, chosen);
  return { severities, ...(format && !format.isForeign ? { format: format.id } : {}) };
}
