import type { Rule } from '../rule';
import { brokenCharacter } from './brokenCharacter';
import { byteOrderMark } from './byteOrderMark';
import { callId } from './callId';
import { classImbalance } from './classImbalance';
import { conflictingExamples } from './conflictingExamples';
import { duplicateExample } from './duplicateExample';
import { duplicateKey } from './duplicateKey';
import { emptyText } from './emptyText';
import { fewExamples } from './fewExamples';
import { fileLimit } from './fileLimit';
import { invalidJson } from './invalidJson';
import { invalidUtf8 } from './invalidUtf8';
import { labels } from './labels';
import { leakage } from './leakage';
import { lengthLimit } from './lengthLimit';
import { lineSize } from './lineSize';
import { misspeltKey } from './misspeltKey';
import { nearDuplicate } from './nearDuplicate';
import { notAnObject } from './notAnObject';
import { otherFormat } from './otherFormat';
import { partData } from './partData';
import { personalData, secret } from './privacy';
import { repetition } from './repetition';
import { role } from './role';
import { roleOrder } from './roleOrder';
import { schema } from './schema';
import { targetFormat } from './targetFormat';
import { tokenLimit } from './tokenLimit';
import { tooDeep } from './tooDeep';
import { whitespace } from './whitespace';

/** Every check, in the order in which problems of one line are shown. */
export const rules: readonly Rule[] = [
  lineSize,
  byteOrderMark,
  invalidJson,
  invalidUtf8,
  brokenCharacter,
  duplicateKey,
  notAnObject,
  tooDeep,
  otherFormat,
  schema,
  misspeltKey,
  partData,
  callId,
  labels,
  role,
  roleOrder,
  emptyText,
  whitespace,
  lengthLimit,
  tokenLimit,
  repetition,
  secret,
  personalData,
  duplicateExample,
  nearDuplicate,
  conflictingExamples,
  leakage,
  targetFormat,
  fileLimit,
  fewExamples,
  classImbalance,
];

export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
