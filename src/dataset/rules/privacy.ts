import * as l10n from '@vscode/l10n';
import { replaceOnLine } from '../checking/edits';
import {
  findPatterns,
  hasSecret,
  type Pattern,
  personalPatterns,
  secretPatterns,
} from '../checking/patterns';
import type { ExampleRule, Report } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';

export const secret: ExampleRule = {
  id: 'secret',
  kind: 'privacy',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Text contains what looks like an API key or token'),
  description: l10n.t(
    'A tuned model can repeat its training data verbatim, so treat a key in it as exposed. Replace it here, and revoke it where it was issued.',
  ),
  check(line, report) {
    if (line.outline.fields.some(({ text }) => hasSecret(text))) checkPatterns(line, secretPatterns, report);
  },
  fix: ({ line, range }) => ({
    title: l10n.t('Replace with [SECRET]'),
    edits: [replaceOnLine(line, range, '[SECRET]')],
  }),
};

export const personalData: ExampleRule = {
  id: 'personal-data',
  kind: 'privacy',
  severity: 'off',
  scope: 'example',
  plainLines: 'never',
  title: l10n.t('Text contains personal data'),
  description: l10n.t(
    'Email addresses, phone numbers, payment card numbers (Luhn check), and IBANs (modulo 97). Off by default, because support data often contains fictional ones.',
  ),
  check: (line, report) => checkPatterns(line, personalPatterns, report),
  fix({ line, range, message }) {
    const pattern = personalPatterns.find(({ name }) => message === messageOf(name));
    if (!pattern) return undefined;
    return {
      title: l10n.t('Replace with {0}', pattern.mask),
      edits: [replaceOnLine(line, range, pattern.mask)],
    };
  },
};

function checkPatterns(line: ExampleLine, patterns: readonly Pattern[], report: Report): void {
  for (const { path, text } of line.outline.fields) {
    const found = findPatterns(text, patterns);
    for (const [index, range] of line.textRangesOf(path, found).entries()) {
      const pattern = found[index]?.pattern;
      if (pattern) report(range, messageOf(pattern.name));
    }
  }
}

function messageOf(name: string): string {
  return l10n.t('This looks like {0}.', name);
}
