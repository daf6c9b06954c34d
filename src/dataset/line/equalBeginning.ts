/** Characters: a shorter beginning hides nothing. */
const shortest = 40;
/** Further on, nobody sees it without scrolling. */
const longest = 4_000;

/**
 * How many UTF-16 code units a line begins with that the line before begins with, too, up to where a value begins: `0` when
 * they are few, and when the lines are equal.
 */
export function equalBeginning(line: string, before: string): number {
  const most = Math.min(line.length, before.length, longest);
  let equal = 0;
  while (equal < most && line.charCodeAt(equal) === before.charCodeAt(equal)) equal++;
  if (equal === line.length) return 0;
  const beginnings = line.slice(0, equal).matchAll(/[:,[{]\s*"?/g);
  const last = [...beginnings].at(-1);
  const length = last === undefined ? 0 : last.index + last[0].length;
  return length < shortest ? 0 : length;
}
