import type { Reward } from './types';

/** What an answer earns by each of the rewards. */
export function rewardsOf(answer: string, rewards: readonly Reward[]): number[] {
  return rewards.map((reward) => (matches(answer, reward) ? reward.right : reward.wrong));
}

export function weighted(earned: readonly number[], rewards: readonly Reward[]): number {
  return earned.reduce((sum, one, at) => sum + one * (rewards[at]?.weight ?? 0), 0);
}

function matches(answer: string, { extract, key, match, expression }: Reward): boolean {
  const extracted = extract === undefined ? answer : extractedBy(extract, answer);
  const text = key === undefined || extracted === undefined ? extracted : memberOf(extracted, key);
  if (text === undefined) return false;
  switch (match) {
    case 'regex':
      return new RegExp(expression, 'su').test(text);
    case 'part':
      return text.includes(expression);
    case 'whole':
      return text === expression;
  }
}

function extractedBy(expression: string, text: string): string | undefined {
  const found = new RegExp(expression, 'su').exec(text);
  return found?.[1] ?? found?.[0];
}

function memberOf(text: string, key: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    const member: unknown = Reflect.get(value, key);
    return typeof member === 'string' ? member : JSON.stringify(member);
  } catch {
    return undefined;
  }
}
