import type { GroupRule } from '../checking/rule';

/** Found by the scan of files, which sees the bytes. An editor has replaced them before anybody can look. */
export const invalidUtf8: GroupRule = {
  id: 'invalid-utf8',
  kind: 'json',
  severity: 'error',
  scope: 'group',
  title: 'The line is not UTF-8',
  description:
    'JSON is written in UTF-8. Bytes that are not are mostly the trace of another encoding, such as Windows-1252 or UTF-16: convert the file.',
};
