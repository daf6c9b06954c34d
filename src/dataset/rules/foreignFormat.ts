import type { GroupRule } from '../checking/rule';
import { onePerLine } from './notJsonLines';

/** Found by the open document only: a terminal that nobody asked stays silent. */
export const foreignFormat: GroupRule = {
  id: 'foreign-format',
  kind: 'file',
  severity: 'hint',
  scope: 'group',
  title: 'The file looks like training data that no service takes as it is',
  description:
    'Chats in ShareGPT’s shape, a text column with a chat template, exports of AutoML, JSON arrays and bodies of requests are common, and no service tunes on them as they are. The file is not checked further; *Convert Dataset…* writes it in a format that can be tuned on.',
  fix: (_, lines) => onePerLine(lines),
};
