import * as vscode from 'vscode';
import type { Problem, Severity } from '../../dataset/checking/problem';
import { isEditableText } from '../../dataset/editing/conversationEdits';
import type { ExampleLine } from '../../dataset/example/exampleLine';
import { type DetailPart, detailOf } from '../../dataset/rows/exampleDetail';
import { glance, isUntold, summaryOf } from '../../dataset/rows/rowSummary';
import { type CountedTexts, countedTexts } from '../../dataset/tokens/countedTexts';
import { estimateOfExample } from '../../dataset/tokens/estimate';
import type { TokenCounter } from '../../dataset/tokens/tokenCounter';
import type { Pictures } from '../editor/hover/pictures';
import { errorStory } from '../ui/errorStory';
import type { ShownDetail, ShownPart, ShownProblem, ShownRow, ShownTurn } from './datasetView.protocol';
import { keyOf, type RowEdits } from './rowEdits';
import type { ReadRow } from './rowSource';

/** Characters of one text that a page is given. */
const longestText = 100_000;
const mostPictures = 12;

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function worstOf(problems: readonly Problem[]): Severity | undefined {
  return severities.find((severity) => problems.some((problem) => problem.severity === severity));
}

/** A row as the grid shows it, its tokens by estimate. */
export function shownRow({ line, kind, text, example, problems }: ReadRow, isReviewed: boolean): ShownRow {
  const written = { prompt: glance(text), answer: '', turns: 0, hasTools: false, files: 0 };
  const read = example ? summaryOf(example) : written;
  // Of an example that breaks its format so much that nothing is told, what is written is.
  const summary = read.prompt === '' && read.answer === '' ? { ...read, prompt: written.prompt } : read;
  const counted = countedOf(example);
  return {
    ...summary,
    line,
    kind,
    problems: problems.length,
    severity: worstOf(problems),
    tokens: counted ? estimateOfExample(counted) : undefined,
    isExact: false,
    isReviewed,
  };
}

/** Undefined when the row is no example, or one of which nothing can be told. */
function countedOf(example: ExampleLine | undefined): CountedTexts | undefined {
  if (example === undefined || isUntold(example)) return undefined;
  return countedTexts(example.format, example.value, example.target);
}

/** The same rows with their tokens counted. */
export async function countTokens(
  read: readonly ReadRow[],
  shown: readonly ShownRow[],
  counter: TokenCounter,
): Promise<ShownRow[]> {
  const counted = read.map(({ example }) => countedOf(example));
  const counts = await counter.count(counted.flatMap((one) => one?.texts ?? []));
  let at = 0;
  const take = ({ texts, fileTokens }: CountedTexts): number => {
    const sum = counts.slice(at, at + texts.length).reduce((a, b) => a + b, fileTokens);
    at += texts.length;
    return sum;
  };
  return shown.map((row, index) => {
    const own = counted[index];
    return own ? { ...row, tokens: take(own), isExact: own.isExact } : row;
  });
}

/**
 * A row as the page beside the grid shows it.
 * @param number tells rows apart, see `ShownDetail.row`
 * @param edits absent when it can only be read
 */
export async function shownDetail(
  { line, kind, text, example, problems }: ReadRow,
  number: number,
  pictures: Pictures,
  edits: RowEdits | undefined,
  isReviewed: boolean,
): Promise<ShownDetail> {
  const shownProblem = (problem: Problem): ShownProblem => {
    const { severity, rule, message } = problem;
    return { severity, rule, message, fix: edits?.fixTitle(problem) ?? '' };
  };
  const editable: ShownDetail['editable'] =
    !edits || !vscode.workspace.isTrusted || kind === 'long' ? 'no' : example?.valid ? 'text' : 'row';
  const hasTurns = example?.format.roles !== undefined;
  const opensAsText = editable === 'text' && edits?.opensAsText === true;
  const row = { line, row: number, kind, isReviewed, editable, opensAsText, key: keyOf(text), hasTurns };
  if (!example) {
    const raw = text.slice(0, longestText);
    return { ...row, turns: [], problems: problems.map(shownProblem), raw };
  }
  const detail = detailOf(example, problems);
  const shown: ShownTurn[] = [];
  let left = mostPictures;
  for (const turn of detail.turns) {
    const parts: ShownPart[] = [];
    for (const part of turn.parts) {
      const picture = part.picture && left-- > 0 ? await pictures.dataAddress(part.picture) : undefined;
      const isEditable = editable === 'text' && turn.place !== undefined && isShortText(part);
      const own = { ...shownPart(part, picture), problems: part.problems.map(shownProblem) };
      parts.push({ ...own, isEditable });
    }
    const { speaker, isLearned, score } = turn;
    const place = editable === 'text' ? turn.place : undefined;
    shown.push({ place, speaker, isLearned, score, parts, problems: turn.problems.map(shownProblem) });
  }
  const raw = shown.length === 0 ? text.slice(0, longestText) : '';
  return { ...row, turns: shown, problems: detail.problems.map(shownProblem), raw };
}

function shownPart(
  { kind, name, text }: DetailPart,
  picture: string | undefined,
): Omit<ShownPart, 'problems' | 'isEditable'> {
  const cut = Math.max(0, text.length - longestText);
  return { kind, name, text: text.slice(0, longestText), cut, picture };
}

/** All of it is in the page. */
function isShortText({ kind, text }: DetailPart): boolean {
  return (kind === 'text' || kind === 'thought') && text.length <= longestText && isEditableText(text);
}

/** Counts tokens until that fails once; then estimates stay. */
export class RowTokens {
  #isBroken = false;

  constructor(
    private readonly counter: TokenCounter,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async count(read: readonly ReadRow[], shown: readonly ShownRow[]): Promise<ShownRow[] | undefined> {
    if (this.#isBroken) return undefined;
    try {
      return await countTokens(read, shown, this.counter);
    } catch (error) {
      this.#isBroken = true;
      this.log.error('Failed to count tokens. Using estimates.', errorStory(error));
      return undefined;
    }
  }
}
