import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { MediaCounts } from '../../dataset/checking/rule';
import { ONLY_SOUND } from '../../dataset/media/mediaFiles';
import { isRemote, type TuningSpec } from '../../tuning/contract/spec';
import { sharedExamplesText } from '../../tuning/launch/preflight';
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
  if (training.format !== undefined && data.format !== training.format) {
    throw new UserError(
      vscode.l10n.t(
        'Validation file {0} and training file {1} have different formats.',
        data.name,
        training.name,
      ),
      'OTHER_FORMAT',
    );
  }
  const { statistics, sha256 } = data;
  if (statistics === undefined) return { examples: undefined, shared: undefined, sha256 };
  const { content: held } = data;
  const { content: learned } = training;
  refuseMixture(learned?.media, held?.media, data.name);
  const shared = learned ? held?.countShared({ has: (key) => learned.hasInput(key) }) : 0;
  return { examples: statistics.examples, shared: shared ?? 0, sha256 };
}

/** All examples of both files have one resolution; within a file the rule `media-resolution` tells. */
function refuseMixture(training: MediaCounts | undefined, validation: MediaCounts | undefined, name: string) {
  const own = [...(validation?.keys() ?? [])].filter((key) => key !== ONLY_SOUND);
  const others = [...(training?.keys() ?? [])].filter((key) => key !== ONLY_SOUND);
  if (others.length === 0 || own.every((key) => others.includes(key))) return;
  throw new UserError(
    vscode.l10n.t(
      'Examples with files in {0} have a different "mediaResolution" than those of the training file. Google requires the same in both.',
      name,
    ),
    'OTHER_RESOLUTION',
  );
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
