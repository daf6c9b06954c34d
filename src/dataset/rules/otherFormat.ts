import type { GroupRule } from '../rule';

/** Found by the reader of lines, which alone knows the format of the file. */
export const otherFormat: GroupRule = {
  id: 'other-format',
  kind: 'schema',
  severity: 'error',
  scope: 'group',
  title: 'The line is written in another format than the file',
  description:
    'All lines of a training file have one format. The file’s format is the one that most of its lines have, unless it is chosen by hand.',
};
