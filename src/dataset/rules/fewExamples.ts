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
    const more = best ? `; ${best.value.toLocaleString('en')} or more recommended` : '';
    const files = examples === 1 ? 'one example' : `${examples} examples`;
    return `The file has ${files}. ${target?.label} requires at least ${minimum.toLocaleString('en')}${more}.`;
  },
};
