import type { TextRule } from '../checking/rule';

const PIECE = /\\u[fF]{3}[dD]|\\.|\ufffd/g;

export const replacementCharacter: TextRule = {
  id: 'replacement-character',
  kind: 'json',
  severity: 'warning',
  scope: 'text',
  plainLines: 'covered',
  anyJsonl: false,
  title: 'A text holds the replacement character �',
  description:
    '`�` (U+FFFD) is a character, but mostly the trace of a program that could not read a byte: the file was then saved in another encoding than UTF-8, and the model would learn the `�`. Where a text speaks of the character itself, nothing is wrong.',
  check(text, report, parsed) {
    if (!parsed || !/\ufffd|\\u[fF]{3}[dD]/.test(text)) return;
    for (const { 0: found, index } of text.matchAll(PIECE)) {
      const isOther = found.startsWith('\\') && found.length === 2;
      if (!isOther)
        report(
          { start: index, end: index + found.length },
          'The replacement character "�" mostly stands where a byte could not be read as UTF-8.',
        );
    }
  },
};
