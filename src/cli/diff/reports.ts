import { grouped } from '../../base/numbers';
import { printable } from '../../base/printable';
import type { Comparison, FileFacts, RowChange } from '../../dataset/tools/compare/compareFiles';
import type { Piece } from '../../dataset/tools/compare/wordChanges';

export interface Compared {
  readonly names: readonly [before: string, after: string];
  readonly comparison: Comparison;
  /** Rows that are shown; the others are counted. JSON has all. */
  readonly limit: number;
}

/** The values of `--format`. */
export const diffReports: Readonly<Record<string, (compared: Compared) => AsyncGenerator<string>>> = {
  text: textReport,
  markdown: markdownReport,
  json: jsonReport,
};

async function* textReport({ names, comparison, limit }: Compared): AsyncGenerator<string> {
  yield `${printable(names[0])} → ${printable(names[1])}\n`;
  for (const line of summary(comparison)) yield `${line}\n`;
  for await (const line of rowLines(comparison, limit)) yield `${line}\n`;
}

/** For a pull request. Texts are in a block of code, where nothing in them is a link, a mention or markup. */
async function* markdownReport({ names, comparison, limit }: Compared): AsyncGenerator<string> {
  const { rows, before, after } = comparison;
  yield `### ${inMarkdown(names[0])} → ${inMarkdown(names[1])}\n\n`;
  yield `| | Before | After | Change |\n| --- | ---: | ---: | ---: |\n`;
  for (const [name, old, now, about] of figures(before, after))
    yield `| ${inMarkdown(name)} | ${about}${grouped(old)} | ${about}${grouped(now)} | ${about}${signed(now - old)} |\n`;
  yield `\n${rowCounts(rows)}\n`;
  if (comparison.isSame || limit === 0) return;
  const lines: string[] = [];
  for await (const line of rowLines(comparison, limit)) lines.push(line);
  const fence = '`'.repeat(
    1 + Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  yield `\n<details><summary>Rows</summary>\n\n${fence}text\n${lines.join('\n')}\n${fence}\n\n</details>\n`;
}

async function* jsonReport({ names, comparison }: Compared): AsyncGenerator<string> {
  const { before, after, rows } = comparison;
  const facts = {
    before: { path: names[0], ...before },
    after: { path: names[1], ...after },
    unchanged: rows.unchanged,
    changed: rows.changed.length,
    added: rows.added.length,
    removed: rows.removed.length,
  };
  yield `${JSON.stringify(facts).slice(0, -1)},"rows":[`;
  let separator = '\n';
  for await (const change of comparison.changes()) {
    yield separator + JSON.stringify(publicForm(change));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** Lines from 1. */
function publicForm(change: RowChange): object {
  const { kind, texts } = change;
  if (kind !== 'changed') return { kind, line: change.line + 1, prompt: texts.prompt, answer: texts.answer };
  const { before, after, prompt, answer, keys } = change;
  return { kind, before: before + 1, after: after + 1, prompt, answer, keys };
}

function summary({ before, after, rows }: Comparison): string[] {
  return [
    ...figures(before, after).map(
      ([name, old, now, about]) =>
        `${name}: ${about}${grouped(old)} → ${about}${grouped(now)} (${about}${signed(now - old)})`,
    ),
    rowCounts(rows),
  ];
}

function rowCounts({ unchanged, changed, added, removed }: Comparison['rows']): string {
  return `Rows added: ${grouped(added.length)}, removed: ${grouped(removed.length)}, changed: ${grouped(changed.length)}, unchanged: ${grouped(unchanged)}`;
}

type Figure = readonly [name: string, before: number, after: number, about: '' | '≈ '];

function figures(before: FileFacts, after: FileFacts): Figure[] {
  const about = before.tokens?.exact && after.tokens?.exact ? '' : '≈ ';
  const labels = new Map<string, [number, number]>();
  for (const [side, own] of [before.labels, after.labels].entries())
    for (const { answer, count } of own ?? []) {
      const counts = labels.get(answer) ?? [0, 0];
      counts[side] = count;
      labels.set(answer, counts);
    }
  return [
    ['Rows', before.rows, after.rows, ''],
    ...(before.tokens && after.tokens
      ? [['Tokens', before.tokens.total, after.tokens.total, about] satisfies Figure]
      : []),
    ...Array.from(labels, ([answer, [old, now]]): Figure => [`Label "${printable(answer)}"`, old, now, '']),
  ];
}

function signed(value: number): string {
  return value > 0 ? `+${grouped(value)}` : value < 0 ? `−${grouped(-value)}` : '0';
}

async function* rowLines(comparison: Comparison, limit: number): AsyncGenerator<string> {
  if (limit === 0) return;
  const { changed, added, removed } = comparison.rows;
  let shown = 0;
  for await (const change of comparison.changes()) {
    if (shown === limit) break;
    shown++;
    yield '';
    yield* linesOf(change);
  }
  const rest = changed.length + added.length + removed.length - shown;
  if (rest > 0) yield `\nMore rows: ${grouped(rest)}. To show them, use --limit.`;
}

function* linesOf(change: RowChange): Generator<string> {
  if (change.kind !== 'changed') {
    yield `${change.kind === 'added' ? '+' : '-'} line ${change.line + 1}`;
    yield `  prompt: ${clipped(change.texts.prompt, LONGEST_TEXT)}`;
    if (change.texts.answer !== '') yield `  answer: ${clipped(change.texts.answer, LONGEST_TEXT)}`;
    return;
  }
  const { before, after, prompt, answer, keys, texts } = change;
  yield before === after ? `~ line ${after + 1}` : `~ line ${before + 1} → ${after + 1}`;
  yield `  prompt: ${prompt.length > 0 ? marked(prompt) : clipped(texts.prompt, LONGEST_TEXT)}`;
  if (answer.length > 0) yield `  answer: ${marked(answer)}`;
  if (keys.length > 0) yield `  differs in: ${keys.map((key) => clipped(key, LONGEST_TEXT)).join(', ')}`;
}

const LONGEST_TEXT = 200;
const CONTEXT = 40;

/** As `git diff --word-diff` marks words. */
function marked(pieces: readonly Piece[]): string {
  return pieces
    .map(({ kind, text }, index) => {
      if (kind === 'removed') return `[-${clipped(text, LONGEST_TEXT)}-]`;
      if (kind === 'added') return `{+${clipped(text, LONGEST_TEXT)}+}`;
      const [isFirst, isLast] = [index === 0, index === pieces.length - 1];
      if (text.length <= 2 * CONTEXT) return printable(text);
      if (isFirst) return `…${printable(text.slice(-CONTEXT))}`;
      if (isLast) return `${printable(text.slice(0, CONTEXT))}…`;
      return `${printable(text.slice(0, CONTEXT))} … ${printable(text.slice(-CONTEXT))}`;
    })
    .join('');
}

function clipped(text: string, longest: number): string {
  return printable(text.length <= longest ? text : `${text.slice(0, longest)}…`);
}

/** Nothing in it is markup. */
function inMarkdown(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+.!|~-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@\u2060');
}
