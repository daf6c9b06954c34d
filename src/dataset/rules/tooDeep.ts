import type { GroupRule } from '../checking/rule';

/** Found by the reader of lines, before anything walks down the value. */
export const tooDeep: GroupRule = {
  id: 'too-deep',
  kind: 'limit',
  severity: 'error',
  scope: 'group',
  title: 'Brackets are nested too deep',
  description: 'Google’s readers of JSON stop at 100 levels of brackets. Training examples need about ten.',
};
