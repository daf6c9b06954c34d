import '../theme.css';
import './evaluation.css';
import { render } from 'lit';
import {
  type EvaluationState,
  type EvaluationStrings,
  type FromEvaluation,
  reduce,
  type ToEvaluation,
} from '../../workbench/evaluation/page/evaluation.protocol';
import { onceAFrame } from '../onceAFrame';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import { defaultView, type View, visibleRows } from './rows';
import { evaluationView, type Shown } from './view';

/** How a person looks at the results is the page's own; it is kept while the tab is hidden and over a reload. */
const api = vscodeApi<FromEvaluation, View>();
const root = document.querySelector<HTMLElement>('#root');
let state: EvaluationState | undefined;
let strings: EvaluationStrings | undefined;
let view: View = { ...defaultView, ...api.getState() };
const show = onceAFrame(draw);

window.addEventListener('message', ({ data }: MessageEvent<ToEvaluation>) => {
  if (data.type === 'state') {
    state = data.state;
    strings = data.strings;
  } else if (state !== undefined) {
    state = data.events.reduce(reduce, state);
  }
  show();
});

reportPageErrors(api);
window.addEventListener('resize', show);

api.postMessage({ type: 'ready' });

function draw(): void {
  if (state === undefined || strings === undefined || root === null) return;
  const shown: Shown = { state, strings, view, rows: visibleRows(state, view) };
  render(evaluationView(shown, actions), root);
}

const actions = {
  send: (message: FromEvaluation) => api.postMessage(message),
  change(changed: Partial<View>): void {
    view = { ...view, ...changed };
    api.setState(view);
    draw(); // at once: the next key goes on from here
  },
  /** The list was scrolled: other rows are in view. */
  redraw: show,
};
