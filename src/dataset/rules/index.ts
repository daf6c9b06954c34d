import type { Rule } from '../checking/rule';
import { absentRole } from './absentRole';
import { answerPlace } from './answerPlace';
import { brokenCharacter } from './brokenCharacter';
import { byteOrderMark } from './byteOrderMark';
import { callArguments } from './callArguments';
import { callId } from './callId';
import { classImbalance } from './classImbalance';
import { conflictingExamples } from './conflictingExamples';
import { duplicateExample } from './duplicateExample';
import { duplicateFunction } from './duplicateFunction';
import { duplicateKey } from './duplicateKey';
import { emptyText } from './emptyText';
import { fewExamples } from './fewExamples';
import { fileLimit } from './fileLimit';
import { foreignFormat } from './foreignFormat';
import { functionName } from './functionName';
import { functionResponse } from './functionResponse';
import { invalidJson } from './invalidJson';
import { invalidUtf8 } from './invalidUtf8';
import { labels } from './labels';
import { leakage } from './leakage';
import { lengthLimit } from './lengthLimit';
import { lineSize } from './lineSize';
import { mediaLimit } from './mediaLimit';
import { mediaResolution } from './mediaResolution';
import { mediaSettings } from './mediaSettings';
import { mediaSide } from './mediaSide';
import { mediaSource } from './mediaSource';
import { mediaType, mediaTypeDoubt } from './mediaType';
import { misspeltKey } from './misspeltKey';
import { nearDuplicate } from './nearDuplicate';
import { newestKey } from './newestKey';
import { notAnObject } from './notAnObject';
import { nothingToTuneOn } from './nothingToTuneOn';
import { notJsonLines } from './notJsonLines';
import { otherFormat } from './otherFormat';
import { partData } from './partData';
import { personalData, secret } from './privacy';
import { equalAnswers, equalScores } from './rankedAnswers';
import { repetition } from './repetition';
import { replacementCharacter } from './replacementCharacter';
import { requestOnly } from './requestOnly';
import { role } from './role';
import { roleOrder } from './roleOrder';
import { schema } from './schema';
import { schemaTypes } from './schemaTypes';
import { storedFile, storedFileDoubt } from './storedFile';
import { targetFormat } from './targetFormat';
import { thoughts } from './thoughts';
import { tokenLimit } from './tokenLimit';
import { tooDeep } from './tooDeep';
import { undeclaredFunction } from './undeclaredFunction';
import { whitespace } from './whitespace';
import { wrongAnswer } from './wrongAnswer';

/** Every check, in the order in which problems of one line are shown. */
export const rules: readonly Rule[] = [
  lineSize,
  notJsonLines,
  nothingToTuneOn,
  foreignFormat,
  byteOrderMark,
  invalidJson,
  invalidUtf8,
  brokenCharacter,
  replacementCharacter,
  duplicateKey,
  notAnObject,
  tooDeep,
  otherFormat,
  schema,
  misspeltKey,
  requestOnly,
  newestKey,
  answerPlace,
  partData,
  mediaType,
  mediaTypeDoubt,
  mediaSource,
  mediaSide,
  mediaSettings,
  mediaLimit,
  storedFile,
  storedFileDoubt,
  callId,
  labels,
  role,
  absentRole,
  roleOrder,
  equalScores,
  functionName,
  duplicateFunction,
  undeclaredFunction,
  callArguments,
  functionResponse,
  schemaTypes,
  emptyText,
  whitespace,
  lengthLimit,
  tokenLimit,
  repetition,
  thoughts,
  secret,
  personalData,
  duplicateExample,
  nearDuplicate,
  wrongAnswer,
  conflictingExamples,
  equalAnswers,
  leakage,
  targetFormat,
  fileLimit,
  mediaResolution,
  fewExamples,
  classImbalance,
];

export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
