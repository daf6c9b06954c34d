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

/** @throws ToolRefusal for a rule that nothing can be fixed of */
export function wantedBy(chosen: readonly string[] | undefined): (problem: Problem) => boolean {
  if (!chosen) return fixedByAll;
  const useless = chosen.find((id) => !findRule(id)?.fix);
  if (useless !== undefined)
    throw new ToolRefusal(`The rule "${useless}" doesn't exist or has no fix. Change such lines by hand.`);
  return ({ rule }) => chosen.includes(rule);
}

/** How a file is read to fix it. */
export async function readingOf(pool: ScanPool, file: ToolFile): Promise<DocumentOptions> {
  const { format: chosen, severities = {} } = file.options;
  const { format } = await readRowFile(pool, file.path, chosen);
  return { severities, ...(format && !format.isForeign ? { format: format.id } : {}) };
}
