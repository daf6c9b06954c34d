import * as l10n from '@vscode/l10n';
import { parse } from '../../../dataset/json/parse';
import type { Answer, PlaygroundState, PlaygroundTurn } from '../protocol/playgroundState.protocol';
import type { KeptConversation } from '../session/playgroundSession';

/** A conversation a line, with all answers; attachments by name only. */
export function toJsonLines(conversations: readonly KeptConversation[]): string {
  return conversations
    .map(({ state }) => {
      const { id, systemInstruction, tools, parameters, origin, targets, turns } = state;
      return `${JSON.stringify({
        id,
        models: targets.map(({ service, name, displayName, baseModel }) => ({
          service,
          name,
          displayName,
          baseModel,
        })),
        ...(systemInstruction === '' ? {} : { systemInstruction }),
        ...(tools.trim() === '' ? {} : { tools: parse(tools) ?? tools }),
        ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
        ...(origin ? { origin } : {}),
        turns: turns.flatMap((turn) => turnJson(turn, state)),
      })}\n`;
    })
    .join('');
}

function turnJson(turn: PlaygroundTurn, state: PlaygroundState): readonly object[] {
  switch (turn.kind) {
    case 'user':
      return [
        {
          role: 'user',
          text: turn.text,
          ...(turn.attachments.length === 0 ? {} : { attachments: turn.attachments.map(({ name }) => name) }),
          ...(turn.results
            ? { results: turn.results.map(({ name, text }) => ({ name, response: parse(text) ?? text })) }
            : {}),
        },
      ];
    case 'given':
      return [{ role: 'model', text: turn.text, ...callsJson(turn) }];
    case 'answers':
      return turn.answers.map((answer) => ({
        role: 'model',
        model: modelOf(answer, state)?.name ?? answer.target,
        text: answer.text,
        ...callsJson(answer),
        ...(turn.best === answer.target ? { best: true } : {}),
        ...outcomeJson(answer),
      }));
  }
}

function callsJson({ calls }: Pick<Answer, 'calls'>): object {
  return calls ? { calls: calls.map(({ name, args }) => ({ name, args })) } : {};
}

function outcomeJson({ outcome }: Answer): object {
  if (outcome.kind !== 'done') return { outcome: outcome.kind };
  const { finishReason, promptTokens, outputTokens, thoughtTokens, total } = outcome;
  return { finishReason, promptTokens, outputTokens, thoughtTokens, milliseconds: total };
}

/** For people: a heading for each conversation, the speakers in bold. */
export function toMarkdown(conversations: readonly KeptConversation[]): string {
  return conversations.map(({ state }) => conversationMarkdown(state)).join('\n---\n\n');
}

function conversationMarkdown(state: PlaygroundState): string {
  const heading = `# ${state.targets.map(({ displayName }) => oneLine(displayName)).join(', ')}`;
  const instruction =
    state.systemInstruction === '' ? [] : [said(l10n.t('System instruction'), state.systemInstruction)];
  const turns = state.turns.flatMap((turn) => turnMarkdown(turn, state));
  return `${[heading, ...instruction, ...turns].join('\n\n')}\n`;
}

function turnMarkdown(turn: PlaygroundTurn, state: PlaygroundState): readonly string[] {
  switch (turn.kind) {
    case 'user':
      return [
        ...(turn.text === '' && turn.results ? [] : [said(l10n.t('You'), turn.text)]),
        ...(turn.results ?? []).map(({ name, text }) =>
          l10n.t('{0} response:\n\n{1}', oneLine(name), fenced(text)),
        ),
        ...turn.attachments.map(({ name }) => l10n.t('(attachment: {0})', oneLine(name))),
      ];
    case 'given':
      return [said(l10n.t('Model'), spoken(turn))];
    case 'answers':
      return turn.answers.map((answer) => {
        const name = modelOf(answer, state)?.displayName ?? answer.target;
        return said(
          `${oneLine(name)}${turn.best === answer.target ? l10n.t(' (best)') : ''}`,
          spoken(answer),
        );
      });
  }
}

function modelOf({ target }: Answer, { targets }: PlaygroundState) {
  return targets.find(({ id }) => id === target);
}

function said(who: string, text: string): string {
  return `**${who}:**\n\n${text}`;
}

/** Text and calls. */
function spoken({ text, calls = [] }: Pick<Answer, 'text' | 'calls'>): string {
  const called = calls.map(({ name, args }) =>
    l10n.t('calls {0}:\n\n{1}', oneLine(name), fenced(JSON.stringify(args, undefined, 2))),
  );
  return [...(text === '' && called.length > 0 ? [] : [text]), ...called].join('\n\n');
}

/** Longer than any fence in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
