import type { ChartView } from '../../workbench/jobs/charts/charts.protocol';
import type { JobPageProtocol } from '../../workbench/jobs/page/jobPageMessages.protocol';
import type { Page } from '../kit/openPage';

export type JobPage = Pick<Page<JobPageProtocol, ChartView>, 'send' | 'change'>;
