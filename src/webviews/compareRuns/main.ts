import '../theme.css';
import './compareRuns.css';
import { render } from 'lit';
import { usualView } from '../../workbench/jobs/charts/charts.protocol';
import {
  type CompareRunsState,
  type CompareRunsStrings,
  type FromCompareRuns,
  type KeptCompareRuns,
  readKeptCompareRuns,
  reduce,
  type ToCompareRuns,
} from '../../workbench/jobs/compare/compareRuns.protocol';
import { keepScroll } from '../keepScroll';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import { type Actions, compareRunsView } from './view';

const api = vscodeApi<FromCompareRuns, KeptCompareRuns>();
const root = document.querySelector<HTMLElement>('#root');
const kept = readKeptCompareRuns(api.getState());
let state: CompareRunsState | undefined;
let strings: CompareRunsStrings | undefined;
let view = kept?.view ?? usualView;
const scroll = keepScroll(kept?.scroll ?? 0, keep);

window.addEventListener('message', ({ data }: MessageEvent<ToCompareRuns>) => {
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
  openRun: (at) => api.postMessage({ type: 'openRun', at }),
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
  render(compareRunsView({ state, strings, view }, actions), root);
  scroll.restore();
  keep();
}

function keep(): void {
  if (state !== undefined) api.setState({ jobs: state.jobs, view, scroll: scroll.top });
}
