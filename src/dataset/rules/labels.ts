import type { ExampleRule } from '../checking/rule';
import { isObject } from '../json/value';

const LABEL = /^[a-z0-9_-]{0,64}$/;

export const labels: ExampleRule = {
  id: 'label-form',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'A label has characters that Google does not allow',
  description:
    'Keys and values of labels are at most 64 lower-case letters, digits, `_` and `-` (Google Cloud, requirements for labels).',
  check(line, report) {
    const own = line.value.labels;
    if (!isObject(own) || !('contents' in line.value)) return;
    const rule = 'at most 64 lower-case letters, digits, “_” and “-”';
    for (const [key, value] of Object.entries(own)) {
      if (key === '' || !LABEL.test(key))
        report(line.keyRangeOf(['labels', key]), `A label's key is ${rule}.`);
      if (typeof value === 'string' && !LABEL.test(value)) {
        report(line.rangeOf(['labels', key]), `A label's value is ${rule}.`);
      }
    }
  },
};
