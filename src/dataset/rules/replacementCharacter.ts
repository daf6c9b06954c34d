import * as l10n from '@vscode/l10n';
import type { TextRule } from '../checking/rule';

const PIECE = /\\u[fF]{3}[dD]|\\.|\ufffd/g;

export const replacementCharacter: TextRule = {
  id: 'replacement-character',
  kind: 'json',
  severity: 'warning',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: false,
  title: l10n.t('Text contains the replacement character �'),
  description: l10n.t(
    "`�` (U+FFFD) marks a byte that a program couldn't decode, in most cases because the file was saved in an encoding other than UTF-8. The model would learn the `�`. If the text is about this character, ignore this warning.",
  ),
  check(text, report, parsed) {
    if (!parsed || !/\ufffd|\\u[fF]{3}[dD]/.test(text)) return;
    for (const { 0: found, index } of text.matchAll(PIECE)) {
      const isOther = found.startsWith('\\') && found.length === 2;
      if (!isOther)
        report(
          { start: index, end: index + found.length },
          l10n.t('"�" (U+FFFD) in most cases replaces a byte that couldn\'t be decoded as UTF-8.'),
        );
    }
  },
};
