import { counted, grouped } from '../../base/numbers';
import type { FileRule } from '../checking/rule';

export const fewExamples: FileRule = {
  id: 'few-examples',
  kind: 'file',
  severity: 'info',
  scope: 'file',
  title: 'Too few examples',
  description:
    'Services require or recommend a minimum number of examples. A model tuned on fewer examples tends to memorize them instead of generalizing.',
  check({ examples, target }) {
    const minimum = target?.minimumExamples?.value;
    if (minimum === undefined || examples === 0 || examples >= minimum) return undefined;
    const best = target?.recommendedExamples;
    const more = best ? `; ${grouped(best.value)} or more recommended` : '';
    return `The file has ${counted(examples, 'example')}. ${target?.label} requires at least ${grouped(minimum)}${more}.`;
  },
};
