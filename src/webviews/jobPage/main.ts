import '../theme.css';
import '../headings.css';
import './jobPage.css';
import { type ChartView, usualView } from '../../workbench/jobs/charts/charts.protocol';
import { reduce } from '../../workbench/jobs/page/jobPage.protocol';
import type { JobPageProtocol } from '../../workbench/jobs/page/jobPageMessages.protocol';
import { openPage } from '../kit/openPage';
import { jobPageView } from './view';

openPage<JobPageProtocol, ChartView>({
  own: usualView,
  reduce,
  view: jobPageView,
  take: (_, kept) => kept?.view ?? {},
  keep: ({ state, own }, scroll) => ({ job: state.job, view: own, scroll }),
});
