import type { LaunchRecord } from '../../tuning/contract/launchRecord';
import { showTuningView } from '../connection/connect';
import type { Workbench } from '../workbench';

/** Shows the job that a launch has started, with the focus on it. */
export async function showLaunched({ tree }: Workbench, record: LaunchRecord): Promise<void> {
  await showTuningView();
  await tree.showLaunched(record);
}
