import type { StepUi } from '../ui/steps';
import type { Workbench } from '../workbench';
import { askTrainingFile, checkedDataset } from './checkedDataset';
import { launchByForm } from './launchByForm';
import { pickStoredFile } from './storedFile';
import { readTrainingData, remoteData } from './trainingData';

/** Tunes a model on the training file in front: asks for what is needed, says what will happen, launches, shows the job. */
export async function tuneModel(workbench: Workbench, argument: unknown): Promise<void> {
  const data = await checkedDataset(workbench, argument);
  await launchByForm(workbench, { data }, async (ui: StepUi) => ({
    data: await readTrainingData(workbench, await askTrainingFile(workbench.datasets, ui)),
  }));
}

/** The same on a file that lies in Cloud Storage already. */
export async function tuneStoredFile(workbench: Workbench): Promise<void> {
  await workbench.connections.connect(AbortSignal.timeout(30_000));
  const pick = async () => ({ data: remoteData(await pickStoredFile(workbench)) });
  await launchByForm(workbench, await pick(), pick);
}
