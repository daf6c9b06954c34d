import type { Conversation, Part } from './conversation';

/** The tasks that Google recommends settings for, by the name that targets.json has for them. */
export type Task = 'classification' | 'summarisation' | 'extractive question answering' | 'chat';

/** Fewer examples than these tell no task. */
const fewest = 10;
/** So many of the examples must look alike. */
const most = 0.7;
/** Characters of the name of a class; different answers among all. */
const classLength = 60;
const classShare = 0.2;
/** Characters of a text to take an answer from or to sum up, and of a summary. */
const passageLength = 200;
const summaryLength = 40;
const summaryShare = 1 / 3;

/** What examples train a model for, when they show it clearly. @param conversations some of a file, from all of it */
export function taskOf(conversations: readonly Conversation[]): Task | undefined {
  const asked = conversations.flatMap(exchangeOf);
  if (asked.length < fewest) return undefined;
  const isMostly = (is: (one: Exchange) => boolean) => asked.filter(is).length >= asked.length * most;
  if (isMostly(({ answers }) => answers > 1)) return 'chat';
  const kinds = new Set(asked.map(({ answer }) => answer.toLowerCase()));
  const isClassification =
    kinds.size > 1 &&
    kinds.size <= asked.length * classShare &&
    isMostly(({ answer }) => answer.length <= classLength && !answer.includes('\n'));
  if (isClassification) return 'classification';
  const isPassage = ({ input }: Exchange) => input.length >= passageLength;
  if (isMostly((one) => isPassage(one) && one.input.includes(one.answer)))
    return 'extractive question answering';
  const isSummary = ({ input, answer }: Exchange) =>
    answer.length >= summaryLength && answer.length <= input.length * summaryShare;
  return isMostly((one) => isPassage(one) && isSummary(one)) ? 'summarisation' : undefined;
}

interface Exchange {
  readonly input: string;
  /** The last one. */
  readonly answer: string;
  readonly answers: number;
}

function exchangeOf({ system = [], turns }: Conversation): Exchange[] {
  const said = turns.filter(({ speaker }) => speaker === 'model').map(({ parts }) => textOf(parts));
  const answer = said.at(-1) ?? '';
  const heard = turns.filter(({ speaker }) => speaker === 'user').map(({ parts }) => textOf(parts));
  return answer === ''
    ? []
    : [{ input: [textOf(system), ...heard].join('\n'), answer, answers: said.length }];
}

function textOf(parts: readonly Part[]): string {
  return parts
    .flatMap((part) => (part.kind === 'text' && !part.thought ? [part.text] : []))
    .join('')
    .trim();
}
