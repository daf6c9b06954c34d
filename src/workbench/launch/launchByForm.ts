import type { TuningSpec } from '../../tuning/contract/spec';
import type { Workbench } from '../workbench';
import { confirmOrChange } from './confirmLaunch';
import { showLaunched } from './showLaunched';
import { type AskFile, askForLaunch, type LaunchFile } from './steps/launchForm';

/**
 * Asks for a launch with the form until it is confirmed, sends it and shows its job.
 * @param askFile asks for another training file
 * @param proposal what the form is filled in with, such as by an earlier launch
 */
export async function launchByForm(
  workbench: Workbench,
  file: LaunchFile,
  askFile: AskFile,
  proposal?: TuningSpec,
): Promise<void> {
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  let filled = await askForLaunch(workbench, file, askFile, proposal);
  for (;;) {
    const { spec, file } = filled;
    const confirmed = await confirmOrChange(workbench, spec, file.data);
    if (confirmed === 'change') {
      filled = await askForLaunch(workbench, file, askFile, spec);
      continue;
    }
    await showLaunched(workbench, await workbench.launching.start(confirmed, file.data));
    return;
  }
}
