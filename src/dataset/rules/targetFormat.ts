import type { FileRule } from '../checking/rule';
import { findFormat } from '../formats/index';

export const targetFormat: FileRule = {
  id: 'target-format',
  kind: 'file',
  severity: 'error',
  scope: 'file',
  title: "Target model doesn't support this format",
  description:
    'Each service supports only its own formats. Convert the file or select another target model. Reported only if a target model is selected.',
  check({ format, target, isTargetChosen }) {
    if (!target || !isTargetChosen || target.formats.includes(format.id)) return undefined;
    const taken = target.formats.map((id) => findFormat(id)?.label ?? id).join(' or ');
    return `The file is in ${format.label} format. ${target.label} supports ${taken}.`;
  },
};
