import * as vscode from 'vscode';
import { isRemote, type TuningSpec } from '../../tuning/contract/spec';
import { sharedExamplesText } from '../../tuning/launch/preflight';
import { requireAlike } from '../../tuning/launch/validationPair';
import { openFile } from '../editor/examples/openFile';
import type { Workbench } from '../workbench';
import { readTrainingData, type TrainingData } from './trainingData';

/** What is known of a validation file. */
export interface ValidationFacts {
  readonly examples: number | undefined;
  /** Of those, how many ask what an example of the training file asks. */
  readonly shared: number | undefined;
  readonly sha256: string | undefined;
}

/** Holds a validation file to the same rules as the training file. Undefined when it cannot be read here. */
export async function checkValidation(
  workbench: Workbench,
  { validation }: TuningSpec,
  training: TrainingData,
): Promise<ValidationFacts | undefined> {
  if (validation === undefined || isRemote(validation)) return undefined;
  const data = await readTrainingData(workbench, vscode.Uri.parse(validation, true));
  const { statistics, sha256 } = data;
  const { content: held } = data;
  const { content: learned } = training;
  requireAlike(
    { name: training.name, format: training.format?.id, media: learned?.media },
    { name: data.name, format: data.format?.id, media: held?.media },
  );
  if (statistics === undefined) return { examples: undefined, shared: undefined, sha256 };
  const shared = learned ? held?.countShared({ has: (key) => learned.hasInput(key) }) : 0;
  return { examples: statistics.examples, shared: shared ?? 0, sha256 };
}

/** What of the validation file is in the training file too, in a sentence; undefined when nothing is, or nobody here can tell. */
export async function sharedText(
  { datasets }: Workbench,
  { validation }: Pick<TuningSpec, 'validation'>,
  { content }: TrainingData,
): Promise<string | undefined> {
  if (validation === undefined || isRemote(validation) || content === undefined) return undefined;
  const document = await openFile(vscode.Uri.parse(validation, true)).catch(() => undefined); // told at the start
  const held = document && datasets.get(document);
  const shared = held?.countShared({ has: (key) => content.hasInput(key) }) ?? 0;
  return shared > 0 ? sharedExamplesText(shared, held?.exampleCount ?? 0) : undefined;
}

/** Shows the problems of a launch's data: those of the training file, with what the validation file repeats of it. */
export async function showDataProblems(
  { pairs }: Workbench,
  { validation }: Pick<TuningSpec, 'validation'>,
  { source, file }: TrainingData,
): Promise<void> {
  const uri = vscode.Uri.parse(source, true);
  if (file.kind === 'disk') return vscode.commands.executeCommand('tunewright.openDatasetView', uri);
  if (validation !== undefined && !isRemote(validation))
    await pairs.pair(await openFile(uri), vscode.Uri.parse(validation, true));
  await vscode.commands.executeCommand('tunewright.showProblems', uri);
}
