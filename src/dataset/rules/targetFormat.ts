import type { FileRule } from '../checking/rule';
import { findFormat } from '../formats/index';

export const targetFormat: FileRule = {
  id: 'target-format',
  kind: 'file',
  severity: 'error',
  scope: 'file',
  title: 'The target does not take this format',
  description:
    'Each service has formats of its own. Convert the file, or choose another target. Reported only when a target was chosen.',
  check({ format, target, isTargetChosen }) {
    if (!target || !isTargetChosen || target.formats.includes(format.id)) return undefined;
    const taken = target.formats.map((id) => findFormat(id)?.label ?? id).join(' or ');
    return `The file is written as ${format.label}; ${target.label} takes ${taken}.`;
  },
};
