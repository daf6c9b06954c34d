import * as l10n from '@vscode/l10n';
import { isObject } from '../../dataset/json/value';
import { spokenText } from '../../tuning/contract/functions';
import { parseAnswer } from '../metrics/jsonAnswer';
import type { JudgementRecord, RowRecord } from '../results/records';
import type { Results } from '../results/results';
import { comparesPairs, fillRubric } from './rubric';

/** One answer, or pair of answers, to be judged; a pair in both orders, so that the order does not count. */
export interface JudgeTask {
  readonly line: number;
  readonly target: number;
  readonly prompts: readonly string[];
}

/** What is answered and not judged yet. */
export function* judgeTasks(results: Results): Generator<JudgeTask> {
  const { judge } = results.header;
  if (judge === undefined) return;
  for (const { row, target, orders } of unjudged(results)) {
    const fields = { question: questionForJudge(row), expected: row.expected };
    const prompts = orders.map((answers) => fillRubric(judge.rubric, { ...fields, answers }));
    yield { line: row.line, target, prompts };
  }
}

/** How many answers, or pairs of answers, wait for the judge. */
export function countUnjudged(results: Results): number {
  let count = 0;
  for (const _ of unjudged(results)) count++;
  return count;
}

/** How many requests the judge takes for all that is answered, and all that is asked before it begins. */
export function judgeRequests(results: Results): number {
  const { judge, targets } = results.header;
  if (judge === undefined) return 0;
  const isPair = comparesPairs(judge.rubric);
  const asked = targets.map((_, target) => new Set(results.missingLines(target)));
  let requests = 0;
  for (const { line } of results.rows) {
    const has = (target: number) => asked[target]?.has(line) || results.answer(line, target) !== undefined;
    for (const target of targets.keys()) {
      if (!has(target) || results.judgement(line, target)) continue;
      if (!isPair) requests++;
      else if (target > 0 && has(0)) requests += 2;
    }
  }
  return requests;
}

/** Whether each row is answered or refused, and judged where there is a judge. */
export function isWhole(results: Results): boolean {
  return results.answered + results.failed >= results.wanted && countUnjudged(results) === 0;
}

/** The rows and targets, with the answers in each order that the judge sees them. */
function* unjudged(
  results: Results,
): Generator<{ readonly row: RowRecord; readonly target: number; readonly orders: readonly string[][] }> {
  const { judge, targets } = results.header;
  if (judge === undefined) return;
  const pairs = comparesPairs(judge.rubric);
  for (const row of results.rows) {
    const first = results.answer(row.line, 0)?.text;
    for (const target of targets.keys()) {
      const answer = results.answer(row.line, target)?.text;
      if (answer === undefined || results.judgement(row.line, target)) continue;
      if (!pairs) yield { row, target, orders: [[answer]] };
      else if (target > 0 && first !== undefined) {
        const orders = [
          [first, answer],
          [answer, first],
        ];
        yield { row, target, orders };
      }
    }
  }
}

/** The whole conversation up to the answer, as a person reads it. */
export function questionOf({ prompt }: Pick<RowRecord, 'prompt'>): string {
  const { systemInstruction } = prompt;
  const said = turnsText(prompt);
  return systemInstruction ? `${systemInstruction}\n\n${said}` : said;
}

/** What is said before the answer, without the system instruction. */
export function turnsText({ turns }: RowRecord['prompt']): string {
  const texts = turns.map(({ role, text, functions }) => ({ role, text: spokenText(text, functions) }));
  const only = texts.length === 1 ? texts[0]?.text : undefined;
  return only ?? texts.map(({ role, text }) => `${role}: ${text}`).join('\n');
}

/** A judge of calls must know what could be called. */
function questionForJudge(row: RowRecord): string {
  const { tools } = row.prompt;
  const question = questionOf(row);
  return tools?.length ? `${question}\n\nFunctions it could call: ${JSON.stringify(tools)}` : question;
}

type Verdict = Pick<JudgementRecord, 'score' | 'reason'>;

/** What the judge's replies say, one for each prompt of the task. Without a score when they cannot be read. */
export function readVerdict(rubric: string, replies: readonly string[]): Verdict {
  if (!comparesPairs(rubric)) return readScore(replies[0] ?? '');
  const [straight, swapped] = replies.map(readPreference);
  if (straight === undefined || swapped === undefined) return unreadable;
  const second = (straight.score + (1 - swapped.score)) / 2;
  // The judge that prefers whatever comes first, or last, says nothing about the answers.
  const score = second > 0.5 ? 1 : second < 0.5 ? 0 : 0.5;
  return { score, reason: straight.reason };
}

const unreadable: Verdict = { reason: l10n.t("The judge model's response couldn't be parsed.") };

/** `{"score": 4, "reason": "…"}` with anything around it, `Score: 4/5`, or the number alone; out of 5 unless it says so. */
function readScore(reply: string): Verdict {
  const json = jsonIn(reply);
  const reason = typeof json?.reason === 'string' ? json.reason : '';
  const written =
    typeof json?.score === 'number' || typeof json?.score === 'string' ? String(json.score) : reply;
  const match =
    /score\W{0,5}(\d+(?:\.\d+)?)(?:\s*(?:\/|out of)\s*(\d+))?/i.exec(written) ??
    /^[^\w\n]*(\d+(?:\.\d+)?)(?:\s*(?:\/|out of)\s*(\d+))?[^\w\n]*$/m.exec(written);
  if (match === null) return unreadable;
  const best = match[2] === undefined ? 5 : Number(match[2]);
  const score = (Number(match[1]) - 1) / (best - 1);
  return score >= 0 && score <= 1 ? { score, reason } : unreadable;
}

/** 1 when the second answer is better. */
function readPreference(reply: string): { readonly score: number; readonly reason: string } | undefined {
  const json = jsonIn(reply);
  const said = typeof json?.better === 'string' ? json.better : reply.trim().split(/\s+/)[0];
  const name = said?.replace(/\W/g, '').toLowerCase();
  const score = { a: 0, b: 1, tie: 0.5 }[name ?? ''];
  if (score === undefined) return undefined;
  return { score, reason: typeof json?.reason === 'string' ? json.reason : '' };
}

function jsonIn(reply: string) {
  const value = parseAnswer(reply) ?? parseAnswer(/\{[^{}]*\}/.exec(reply)?.[0] ?? '');
  return isObject(value) ? value : undefined;
}
