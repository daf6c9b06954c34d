// Of what a text has to be made so that a regular expression has much to do with it.

/** Characters that stand for the classes that expressions name. */
const characters = [...'aA1 \n\t.-_/="\\:{[(<>*`,#\'|&+éж'];
const most = 10;

const set = String.raw`\[(?:\\.|[^\]\\])*\]`;
const atom = new RegExp(
  String.raw`\\[pP]\{[^}]*\}|\\u[\da-f]{4}|\\.|${set}|\(\?(?:[:=!]|<[=!]|<\w+>)|.`,
  'gs',
);
const isStructure = /^(?:[?*+]|\(.*|[)|^$]|\\b|\\B)$/;
const isClass = /^(?:\[.*|\.|\\[dswpPDSW].*)$/s;
const controls: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\r': '\r' };

/** Words that the expression names, and characters of each of its classes. @param source as between slashes */
export function piecesOf(source: string, flags: string): string[] {
  const found = new Set<string>();
  let word = '';
  const endWord = () => {
    if (word !== '') found.add(word);
    word = '';
  };
  for (const [one] of source.replaceAll(/\{\d+(?:,\d*)?\}/g, '').matchAll(atom)) {
    if (!isStructure.test(one) && !isClass.test(one)) {
      word += controls[one] ?? one.replace(/^\\/, '');
      continue;
    }
    endWord();
    if (isStructure.test(one)) continue;
    const expression = new RegExp(`^(?:${one})$`, one.startsWith('\\p') ? 'u' : flags.replace(/[gy]/g, ''));
    for (const fitting of characters.filter((character) => expression.test(character)).slice(0, 2))
      found.add(fitting);
  }
  endWord();
  return [...found].slice(0, most);
}
