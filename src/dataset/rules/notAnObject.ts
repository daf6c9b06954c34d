import { skipSpace } from '../json/walk';
import type { TextRule } from '../rule';

export const notAnObject: TextRule = {
  id: 'not-an-object',
  kind: 'schema',
  severity: 'error',
  scope: 'text',
  anyJsonl: false,
  title: 'The line holds something else than an object',
  description:
    'An example is a JSON object: `{…}`. Lists, texts and numbers on a line of their own are no examples.',
  check(text, report, parsed) {
    const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
    if (!parsed || text[start] === '{') return;
    const what = text[start] === '[' ? 'a list' : text[start] === '"' ? 'a text' : 'a single value';
    report({ start, end: text.trimEnd().length }, `Each line must hold one object {…}; this is ${what}.`);
  },
};
