import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';

export const mediaSide: ExampleRule = {
  id: 'media-side',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('File where only text is supported'),
  description: l10n.t(
    'Files can be only in user turns. Responses, system instructions, and preference data are text.',
  ),
  check(line, report) {
    for (const { side, path } of line.files) {
      if (line.format.id === 'vertexPreference')
        report(line.rangeOf(path), l10n.t('Preference tuning supports text only, no files.'));
      else if (side === 'model')
        report(line.rangeOf(path), l10n.t('A tuned model responds with text. Move the file to a user turn.'));
      else if (side === 'system')
        report(line.rangeOf(path), l10n.t('A system instruction is text. Move the file to a user turn.'));
    }
  },
};
