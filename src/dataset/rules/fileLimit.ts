import type { FileRule } from '../checking/rule';

export const fileLimit: FileRule = {
  id: 'file-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'file',
  title: 'The file is larger than the target takes',
  description:
    'Services limit the bytes and the examples of a training file. Split it, or leave examples out. The limits of each target stand in `targets.json` with their sources.',
  check({ examples, bytes, target, media }) {
    if (!target) return undefined;
    const { rows, multimodalRows, fileBytes } = target;
    if (rows && examples > rows.value) {
      return `The file has ${number(examples)} examples; ${target.label} takes ${number(rows.value)}.`;
    }
    const withFiles = [...media.values()].reduce((sum, count) => sum + count, 0);
    if (multimodalRows && withFiles > 0 && examples > multimodalRows.value) {
      return `The file has ${number(examples)} examples, ${number(withFiles)} of them with files; ${target.label} takes ${number(multimodalRows.value)} when there are files.`;
    }
    if (fileBytes && bytes !== undefined && bytes > fileBytes.value) {
      return `The file has ${number(bytes)} bytes; ${target.label} takes ${number(fileBytes.value)}.`;
    }
    return undefined;
  },
};

function number(value: number): string {
  return value.toLocaleString('en');
}
