import type { ExampleRule } from '../checking/rule';

export const emptyText: ExampleRule = {
  id: 'empty-text',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'A text is empty',
  description:
    'An example with an empty question or answer teaches nothing, and the services refuse it. White space alone counts as empty.',
  check(line, report) {
    for (const field of line.outline.fields) {
      if (field.mayBeEmpty || /\S/.test(field.text)) continue;
      const what = field.text === '' ? 'is empty' : 'is only white space';
      report(line.rangeOf(field.path), `The ${NAMES[field.speaker]} text ${what}.`);
    }
  },
};

const NAMES = { system: 'system', user: "user's", model: "model's" };
