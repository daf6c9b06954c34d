import type { ExampleRule } from '../checking/rule';

export const mediaSide: ExampleRule = {
  id: 'media-side',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'File where only text is supported',
  description:
    'Files can be only in user turns. Responses, system instructions, and preference data are text.',
  check(line, report) {
    for (const { side, path } of line.files) {
      if (line.format.id === 'vertexPreference')
        report(line.rangeOf(path), 'Preference tuning supports text only, no files.');
      else if (side === 'model')
        report(line.rangeOf(path), 'A tuned model responds with text. Move the file to a user turn.');
      else if (side === 'system')
        report(line.rangeOf(path), 'A system instruction is text. Move the file to a user turn.');
    }
  },
};
