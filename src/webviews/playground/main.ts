import '../theme.css';
import './playground.css';
import { render } from 'lit';
import {
  type FromPlayground,
  type PlaygroundParameters,
  type PlaygroundState,
  type PlaygroundStrings,
  reduce,
  type ToPlayground,
} from '../../workbench/panels/playground.protocol';
import { vscodeApi } from '../vscodeApi';
import { playgroundView } from './view';

/** The state is kept whole, for the panel's serializer; the draft is known to the page alone. */
type Kept = PlaygroundState & { readonly draft?: string };

const api = vscodeApi<FromPlayground, Kept>();
const root = document.querySelector<HTMLElement>('#root');
let state: PlaygroundState | undefined;
let strings: PlaygroundStrings | undefined;
let draft = api.getState()?.draft ?? '';

window.addEventListener('message', ({ data }: MessageEvent<ToPlayground>) => {
  if (data.type === 'state') {
    state = data.state;
    strings = data.strings;
  } else if (state !== undefined) {
    state = reduce(state, data.event);
  }
  show();
});

window.addEventListener('error', ({ message }) => api.postMessage({ type: 'pageError', message }));
window.addEventListener('unhandledrejection', ({ reason }) =>
  api.postMessage({ type: 'pageError', message: String(reason) }),
);

api.postMessage({ type: 'ready' });

function show(): void {
  if (state === undefined || strings === undefined || root === null) return;
  const log = root.querySelector('.log');
  const atEnd = log === null || log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  render(playgroundView({ state, strings, draft }, actions), root);
  const shown = root.querySelector('.log');
  if (atEnd && shown) shown.scrollTop = shown.scrollHeight; // follow the answer, unless the reader scrolled up
  keep();
}

function keep(): void {
  if (state !== undefined) api.setState({ ...state, draft });
}

const actions = {
  write(text: string): void {
    draft = text;
    keep();
  },
  send(prompt: string): void {
    if (state === undefined || prompt.trim() === '') return;
    api.postMessage({ type: 'send', prompt, parameters: state.parameters });
    draft = '';
    show();
  },
  stop: () => api.postMessage({ type: 'stop' }),
  clear: () => api.postMessage({ type: 'clear' }),
  setParameter(key: keyof PlaygroundParameters, value: number | undefined): void {
    if (state === undefined) return;
    state = { ...state, parameters: { ...state.parameters, [key]: value } };
    keep();
  },
};
