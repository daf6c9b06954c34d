import '../theme.css';
import './playground.css';
import { render } from 'lit';
import type { FromPlayground, ToPlayground } from '../../workbench/playground/protocol/playground.protocol';
import {
  answersTurns,
  type Correction,
  isStreaming,
  type PlaygroundEvent,
  type PlaygroundState,
  reduce,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../workbench/playground/protocol/playgroundStrings.protocol';
import { fill } from '../fill';
import { onceAFrame } from '../onceAFrame';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import { delayed } from './answer/delayed';
import { readFile } from './prompt/readFile';
import { type Actions, type Editing, type PageState, playgroundView } from './view';

/** The host has the conversation; the page keeps its name, for the panel's serializer, and the last few keys. */
interface Kept {
  readonly conversation: string;
  readonly draft?: string;
  readonly results?: readonly string[];
  readonly editing?: Editing | undefined;
}

const api = vscodeApi<FromPlayground, Kept>();
const root = document.querySelector<HTMLElement>('#root');
let state: PlaygroundState | undefined;
let strings: PlaygroundStrings | undefined;
let page: PageState = {
  draft: '',
  results: [],
  tools: '',
  isEquipped: false,
  systemInstruction: '',
  offeredInstruction: '',
  isInstructed: false,
  editing: undefined,
  raw: false,
  notice: '',
  news: '',
};
const drawSoon = onceAFrame(draw);
let isAtEnd = true;

window.addEventListener('message', ({ data }: MessageEvent<ToPlayground>) => {
  const before = state?.id;
  switch (data.type) {
    case 'state': {
      state = data.state;
      strings = data.strings;
      const { id, systemInstruction, tools } = state;
      const last = api.getState();
      const kept = last?.conversation === id ? last : undefined;
      const draft = kept?.draft ?? state.draft.text;
      const results = kept?.results ?? (state.draft.results ?? []).map(({ text }) => text);
      const editing = kept?.editing;
      page = {
        ...{ ...page, draft, results, editing, systemInstruction, tools },
        isInstructed: systemInstruction !== '',
        isEquipped: tools !== '',
      };
      break;
    }
    case 'event':
      if (state !== undefined) follow(state, data.event);
      break;
    case 'offer':
      page = { ...page, offeredInstruction: data.instruction };
      break;
    case 'notice':
      page = { ...page, notice: data.text };
      break;
  }
  if (state !== undefined && state.id !== before) keep(state);
  drawSoon();
});

window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && state !== undefined && isStreaming(state)) api.postMessage({ type: 'stop' });
});

let isPointing = false;
window.addEventListener('pointerdown', () => {
  isPointing = true;
});
window.addEventListener('focus', focusPrompt);

/**
 * Whoever opens or comes back to a playground types a prompt, unless they were or click somewhere else in it. When a list
 * closes above it, the page has the focus for a moment before an editor takes it.
 */
function focusPrompt(): void {
  isPointing = false;
  requestAnimationFrame(() => {
    const isFree = document.activeElement === null || document.activeElement === document.body;
    if (isFree && !isPointing && document.hasFocus())
      root?.querySelector<HTMLElement>('.composer vscode-textarea')?.focus();
  });
}

reportPageErrors(api);

api.postMessage({ type: 'ready' });

function keep({ id }: PlaygroundState): void {
  api.setState({ conversation: id, draft: page.draft, results: page.results, editing: page.editing });
}

function follow(before: PlaygroundState, event: PlaygroundEvent): void {
  state = reduce(before, event);
  if ((event.kind === 'sent' && event.from === 'draft') || event.kind === 'cleared') {
    page = { ...page, draft: '', results: [], notice: '' };
    keep(state);
  }
  if (event.kind === 'drafted') page = { ...page, notice: '' };
  if (event.kind === 'ended' && strings !== undefined) {
    const news = event.outcome.kind === 'done' ? newsOf(event.request, strings) : '';
    page = { ...page, news: event.outcome.kind === 'stopped' ? strings.stopped : news };
  }
}

/** What a screen reader is told of an answer that is there. */
function newsOf(request: number, { answerReady, callsAnswer }: PlaygroundStrings): string {
  const answers = state === undefined ? [] : answersTurns(state).flatMap((turn) => turn.answers);
  const calls = answers.find((answer) => answer.request === request)?.calls?.map(({ name }) => name);
  const name = nameOf(request);
  return calls ? fill(callsAnswer, name, calls.join(', ')) : fill(answerReady, name);
}

/** The display name of the target that a request was sent to. */
function nameOf(request: number): string {
  if (state === undefined) return '';
  const answers = answersTurns(state).flatMap((turn) => turn.answers);
  const target = answers.find((answer) => answer.request === request)?.target;
  return state.targets.find(({ id }) => id === target)?.displayName ?? '';
}

function draw(): void {
  if (state === undefined || strings === undefined || root === null) return;
  const isFirst = root.childElementCount === 0;
  render(playgroundView({ state, strings, page }, actions), root);
  if (isFirst && document.hasFocus()) focusPrompt();
  const log = root.querySelector('.log');
  if (isAtEnd && log) log.scrollTop = log.scrollHeight; // follow the answer, unless the reader scrolled up
}

/** Milliseconds after the last key. */
const typingPause = 300;
const tellDraft = delayed(typingPause, () =>
  api.postMessage({ type: 'draft', text: page.draft, results: page.results }),
);
const tellTools = delayed(typingPause, (tools: string) => api.postMessage({ type: 'equip', tools }));
const tellInstruction = delayed(typingPause, (text: string) => api.postMessage({ type: 'instruct', text }));
const tellCorrection = delayed(typingPause, (correction: Correction) =>
  api.postMessage({ type: 'correct', correction }),
);

const actions: Actions = {
  post(message) {
    if (message.type === 'addToDataset' || message.type === 'fixLine') tellCorrection.forget(); // it says the same
    api.postMessage(message);
  },
  write(draft) {
    page = { ...page, draft };
    if (state !== undefined) keep(state);
    tellDraft.soon(undefined);
  },
  respond(index, text) {
    const results = [...page.results];
    for (let before = results.length; before < index; before++) results.push('');
    results[index] = text;
    page = { ...page, results };
    if (state !== undefined) keep(state);
    tellDraft.soon(undefined);
  },
  equip(tools) {
    page = { ...page, tools };
    tellTools.soon(tools);
  },
  edit(editing) {
    page = { ...page, editing };
    if (state !== undefined) keep(state);
    drawSoon();
  },
  scrolled({ scrollHeight, scrollTop, clientHeight }) {
    isAtEnd = scrollHeight - scrollTop - clientHeight < 40;
  },
  send() {
    isAtEnd = true;
    tellDraft.forget();
    tellInstruction.now();
    tellTools.now();
    api.postMessage({ type: 'send', text: page.draft, results: page.results });
  },
  instruct(systemInstruction) {
    page = { ...page, systemInstruction };
    tellInstruction.soon(systemInstruction);
  },
  correct(correction) {
    tellCorrection.forget();
    const isTyped = correction !== undefined && state?.correction?.turn === correction.turn;
    if (isTyped && state?.correction?.target === correction.target) tellCorrection.soon(correction);
    else api.postMessage({ type: 'correct', ...(correction ? { correction } : {}) });
  },
  attach(files) {
    for (const file of files) {
      void readFile(file).then((base64) =>
        api.postMessage({ type: 'attach', name: file.name, mimeType: file.type, base64 }),
      );
    }
  },
  change(changes) {
    page = { ...page, ...changes };
    drawSoon();
  },
};
