import type { ExampleRule } from '../checking/rule';

export const emptyText: ExampleRule = {
  id: 'empty-text',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'Text is empty',
  description:
    'An example with an empty input or output teaches the model nothing, and the services reject it. Text that contains only whitespace counts as empty.',
  check(line, report) {
    for (const field of line.outline.fields) {
      if (field.mayBeEmpty || /\S/.test(field.text)) continue;
      const what = field.text === '' ? 'is empty' : 'contains only whitespace';
      report(line.rangeOf(field.path), `The ${NAMES[field.speaker]} text ${what}.`);
    }
  },
};

const NAMES = { system: 'system', user: "user's", model: "model's" };
