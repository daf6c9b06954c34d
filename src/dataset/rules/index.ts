import type { Rule } from '../rule';
import { byteOrderMark } from './byteOrderMark';
import { conflictingExamples } from './conflictingExamples';
import { duplicateExample } from './duplicateExample';
import { duplicateKey } from './duplicateKey';
import { emptyText } from './emptyText';
import { invalidJson } from './invalidJson';
import { lengthLimit } from './lengthLimit';
import { misspeltKey } from './misspeltKey';
import { notAnObject } from './notAnObject';
import { otherFormat } from './otherFormat';
import { role } from './role';
import { roleOrder } from './roleOrder';
import { schema } from './schema';
import { tooDeep } from './tooDeep';

/** Every check, in the order in which problems of one line are shown. */
export const rules: readonly Rule[] = [
  byteOrderMark,
  invalidJson,
  duplicateKey,
  notAnObject,
  tooDeep,
  otherFormat,
  schema,
  misspeltKey,
  role,
  roleOrder,
  emptyText,
  lengthLimit,
  duplicateExample,
  conflictingExamples,
];

export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
