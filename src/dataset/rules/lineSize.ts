import type { GroupRule } from '../checking/rule';

/** UTF-16 units. Far more than a service takes in one example, and little enough to be read with bounded memory. */
export const LONGEST_LINE = 32 << 20;

/** Found by the readers of lines, before anything reads the line. */
export const lineSize: GroupRule = {
  id: 'line-size',
  kind: 'limit',
  severity: 'error',
  scope: 'group',
  title: 'The line is too long to be read',
  description:
    'A line of more than 32 MB is not read, so that nothing else is known of it. No service takes an example of this size. Mostly the line ends are missing, or the file is no JSONL: each example stands on a line of its own.',
};

export const lineSizeMessage =
  'This line is longer than 32 MB and was not read. Each example stands on a line of its own.';
