import type { Workbench } from '../workbench';
import { checkedDataset } from './checkedDataset';
import { confirmLaunch } from './confirmLaunch';
import { showLaunched } from './showLaunched';
import { askForSpec } from './steps/launchForm';
import { pickStoredFile } from './storedFile';
import { remoteData } from './trainingData';

/** Tunes a model on the training file in front: asks for what is needed, says what will happen, launches, shows the job. */
export async function tuneModel(workbench: Workbench, argument: unknown): Promise<void> {
  const data = await checkedDataset(workbench, argument);
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const spec = await askForSpec(workbench, data);
  const record = await workbench.launching.start(await confirmLaunch(workbench, spec, data), data);
  await showLaunched(workbench, record);
}

/** The same on a file that lies in Cloud Storage already. */
export async function tuneStoredFile(workbench: Workbench): Promise<void> {
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const data = remoteData(await pickStoredFile(workbench));
  const spec = await askForSpec(workbench, data);
  const record = await workbench.launching.start(await confirmLaunch(workbench, spec, data), data);
  await showLaunched(workbench, record);
}
