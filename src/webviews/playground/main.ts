import '../theme.css';
import './playground.css';
import type { PlaygroundProtocol } from '../../workbench/playground/protocol/playground.protocol';
import {
  answersTurns,
  type Correction,
  isStreaming,
  type PlaygroundState,
  reduce,
} from '../../workbench/playground/protocol/playgroundState.protocol';
import type { PlaygroundStrings } from '../../workbench/playground/protocol/playgroundStrings.protocol';
import { fill } from '../fill';
import { openPage } from '../kit/openPage';
import { delayed } from './answer/delayed';
import { readFile } from './prompt/readFile';
import { type Actions, type PageState, playgroundView } from './view';

let isDrawn = false;
let isAtEnd = true;

const page = openPage<PlaygroundProtocol, PageState>({
  own: {
    draft: '',
    results: [],
    tools: '',
    isEquipped: false,
    systemInstruction: '',
    offeredInstruction: '',
    isInstructed: false,
    editing: undefined,
    raw: false,
    pictures: {},
    notice: '',
    news: '',
  },
  reduce: (state, event) =>
    event.kind === 'offered' || event.kind === 'pictured' || event.kind === 'noticed'
      ? state
      : reduce(state, event),
  view: ({ state, strings, own }) => playgroundView({ state, strings, page: own }, actions),
  take({ id, draft, systemInstruction, tools }, last) {
    const kept = last?.conversation === id ? last : undefined;
    return {
      draft: kept?.draft ?? draft.text,
      results: kept?.results ?? (draft.results ?? []).map(({ text }) => text),
      editing: kept?.editing,
      ...{ systemInstruction, tools },
      isInstructed: systemInstruction !== '',
      isEquipped: tools !== '',
    };
  },
  follow(event, { set, shown, own }) {
    if (event.kind === 'pictured') set({ pictures: { ...own.pictures, [event.attachment]: event.address } });
    if (event.kind === 'offered') set({ offeredInstruction: event.instruction });
    if (event.kind === 'noticed') set({ notice: event.text });
    if (event.kind === 'drafted') set({ notice: '' });
    if ((event.kind === 'sent' && event.from === 'draft') || event.kind === 'cleared')
      set({ draft: '', results: [], notice: '' });
    if (event.kind === 'ended' && shown !== undefined) {
      const { state, strings } = shown;
      const news = event.outcome.kind === 'done' ? newsOf(event.request, state, strings) : '';
      set({ news: event.outcome.kind === 'stopped' ? strings.stopped : news });
    }
  },
  drawn(root) {
    if (!isDrawn && document.hasFocus()) focusPrompt();
    isDrawn = true;
    const log = root.querySelector('.log');
    if (isAtEnd && log) log.scrollTop = log.scrollHeight; // follow the answer, unless the reader scrolled up
  },
  keep: ({ state: { id }, own: { draft, results, editing } }) => ({
    ...{ conversation: id, draft, results },
    editing,
  }),
});

window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && page.shown && isStreaming(page.shown.state)) page.send({ type: 'stop' });
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
      document.querySelector<HTMLElement>('.composer vscode-textarea')?.focus();
  });
}

/** What a screen reader is told of an answer that is there. */
function newsOf(
  request: number,
  state: PlaygroundState,
  { answerReady, callsAnswer }: PlaygroundStrings,
): string {
  const answers = answersTurns(state).flatMap((turn) => turn.answers);
  const answer = answers.find((one) => one.request === request);
  const name = state.targets.find(({ id }) => id === answer?.target)?.displayName ?? '';
  const calls = answer?.calls?.map((call) => call.name);
  return calls ? fill(callsAnswer, name, calls.join(', ')) : fill(answerReady, name);
}

/** Milliseconds after the last key. */
const typingPause = 300;
const tellDraft = delayed(typingPause, () => page.send({ type: 'draft', ...written() }));
const tellTools = delayed(typingPause, (tools: string) => page.send({ type: 'equip', tools }));
const tellInstruction = delayed(typingPause, (text: string) => page.send({ type: 'instruct', text }));
const tellCorrection = delayed(typingPause, (correction: Correction) =>
  page.send({ type: 'correct', correction }),
);

function written() {
  return { text: page.own.draft, results: page.own.results };
}

const actions: Actions = {
  post(request) {
    if (request.type === 'addToDataset' || request.type === 'fixLine') tellCorrection.forget(); // it says the same
    page.send(request);
  },
  write(draft) {
    page.set({ draft });
    tellDraft.soon(undefined);
  },
  respond(index, text) {
    const results = [...page.own.results];
    for (let before = results.length; before < index; before++) results.push('');
    results[index] = text;
    page.set({ results });
    tellDraft.soon(undefined);
  },
  equip(tools) {
    page.set({ tools });
    tellTools.soon(tools);
  },
  edit: (editing) => actions.change({ editing }),
  scrolled({ scrollHeight, scrollTop, clientHeight }) {
    isAtEnd = scrollHeight - scrollTop - clientHeight < 40;
  },
  send() {
    isAtEnd = true;
    tellDraft.forget();
    tellInstruction.now();
    tellTools.now();
    page.send({ type: 'send', ...written() });
  },
  instruct(systemInstruction) {
    page.set({ systemInstruction });
    tellInstruction.soon(systemInstruction);
  },
  correct(correction) {
    tellCorrection.forget();
    const known = page.shown?.state.correction;
    const isTyped = correction !== undefined && known?.turn === correction.turn;
    if (isTyped && known?.target === correction.target) tellCorrection.soon(correction);
    else page.send({ type: 'correct', ...(correction ? { correction } : {}) });
  },
  attach(files) {
    for (const file of files) {
      void readFile(file).then((base64) =>
        page.send({ type: 'attach', name: file.name, mimeType: file.type, base64 }),
      );
    }
  },
  change(changes) {
    page.set(changes);
    page.drawSoon();
  },
};
