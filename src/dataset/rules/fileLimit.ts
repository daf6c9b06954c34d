import { counted, grouped } from '../../base/numbers';
import type { FileRule } from '../checking/rule';

export const fileLimit: FileRule = {
  id: 'file-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'file',
  title: "File exceeds the target model's limits",
  description:
    'Services limit the size of a training file and its number of examples. Split the file or remove examples.',
  check({ examples, bytes, target, media }) {
    if (!target) return undefined;
    const { rows, multimodalRows, fileBytes } = target;
    if (rows && examples > rows.value) {
      return `The file has ${counted(examples, 'example')}. ${target.label} supports up to ${grouped(rows.value)}.`;
    }
    const withFiles = [...media.values()].reduce((sum, count) => sum + count, 0);
    if (multimodalRows && withFiles > 0 && examples > multimodalRows.value) {
      return `The file has ${counted(examples, 'example')}, ${grouped(withFiles)} of them with files. ${target.label} supports up to ${grouped(multimodalRows.value)} if there are files.`;
    }
    if (fileBytes && bytes !== undefined && bytes > fileBytes.value) {
      return `The file has ${counted(bytes, 'byte')}. ${target.label} supports up to ${grouped(fileBytes.value)}.`;
    }
    return undefined;
  },
};
