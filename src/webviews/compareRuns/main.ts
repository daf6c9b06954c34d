import '../theme.css';
import '../headings.css';
import './compareRuns.css';
import { type ChartView, usualView } from '../../workbench/jobs/charts/charts.protocol';
import { reduce } from '../../workbench/jobs/compare/compareRuns.protocol';
import type { CompareRunsProtocol } from '../../workbench/jobs/compare/compareRunsMessages.protocol';
import { openPage } from '../kit/openPage';
import { compareRunsView } from './view';

openPage<CompareRunsProtocol, ChartView>({
  own: usualView,
  reduce,
  view: compareRunsView,
  take: (_, kept) => kept?.view ?? {},
  keep: ({ state, own }, scroll) => ({ jobs: state.jobs, view: own, scroll }),
});
