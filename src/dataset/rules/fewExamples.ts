import type { FileRule } from '../checking/rule';

export const fewExamples: FileRule = {
  id: 'few-examples',
  kind: 'file',
  severity: 'info',
  scope: 'file',
  title: 'The file has fewer examples than the target asks for',
  description:
    'Services recommend a least number of examples. A model tuned on fewer repeats them more than it learns from them.',
  check({ examples, target }) {
    const minimum = target?.minimumExamples?.value;
    if (minimum === undefined || examples === 0 || examples >= minimum) return undefined;
    const best = target?.recommendedExamples;
    const more = best ? `, better ${best.value.toLocaleString('en')} or more` : '';
    const files = examples === 1 ? 'one example' : `${examples} examples`;
    return `The file has ${files}; ${target?.label} needs at least ${minimum.toLocaleString('en')}${more}.`;
  },
};
