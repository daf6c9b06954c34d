import '../theme.css';
import './jobPage.css';
import { render } from 'lit';
import { usualView } from '../../workbench/jobs/charts/charts.protocol';
import {
  type FromJobPage,
  type JobPageState,
  type JobPageStrings,
  type KeptJobPage,
  readKeptJobPage,
  reduce,
  type ToJobPage,
} from '../../workbench/jobs/page/jobPage.protocol';
import { keepScroll } from '../keepScroll';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import type { Actions } from './actions';
import { jobPageView } from './view';

const api = vscodeApi<FromJobPage, KeptJobPage>();
const root = document.querySelector<HTMLElement>('#root');
const kept = readKeptJobPage(api.getState());
let state: JobPageState | undefined;
let strings: JobPageStrings | undefined;
let view = kept?.view ?? usualView;
const scroll = keepScroll(kept?.scroll ?? 0, keep);

window.addEventListener('message', ({ data }: MessageEvent<ToJobPage>) => {
  if (data.type === 'state') {
    state = data.state;
    strings = data.strings;
  } else if (state !== undefined) {
    state = reduce(state, data.event);
  }
  show();
});

reportPageErrors(api);

const actions: Actions = {
  again: () => api.postMessage({ type: 'again' }),
  run: (id) => api.postMessage({ type: 'action', id }),
  step: (at) => api.postMessage({ type: 'step', at }),
  promptCheckpoint: (at) => api.postMessage({ type: 'promptCheckpoint', at }),
  continueFrom: (at) => api.postMessage({ type: 'continueFrom', at }),
  makeDefault: (at) => api.postMessage({ type: 'makeDefault', at }),
  openResource: (at) => api.postMessage({ type: 'openResource', at }),
  revealRow: (at) => api.postMessage({ type: 'revealRow', at }),
  revealDropped: (at) => api.postMessage({ type: 'revealDropped', at }),
  saveCsv: () => api.postMessage({ type: 'saveCsv' }),
  savePng: (chart, png) => api.postMessage({ type: 'savePng', chart, png }),
  setView(changes) {
    view = { ...view, ...changes };
    show();
  },
};

api.postMessage({ type: 'ready' });

function show(): void {
  if (state === undefined || strings === undefined || root === null) return;
  render(jobPageView({ state, strings, view }, actions), root);
  scroll.restore();
  keep();
}

function keep(): void {
  if (state !== undefined) api.setState({ job: state.job, view, scroll: scroll.top });
}
