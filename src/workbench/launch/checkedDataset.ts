import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { jsonLinesEndings } from '../../dataset/files/fileNames';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import {
  datasetItem,
  isDatasetName,
  isHeldOutName,
  openDatasets,
  resourceInFront,
  workspaceDatasets,
} from '../editor/documents/foundDatasets';
import { jsonlFiles } from '../editor/documents/jsonlFiles';
import { fileOf } from '../jobs/commandTargets';
import { askOne, type StepUi } from '../ui/steps';
import type { Workbench } from '../workbench';
import { openSampleStep, readTrainingData, type TrainingData } from './trainingData';

/** Checks the file that a launch is for: the resource it was called on, else the one in front, else one that is picked. */
export async function checkedDataset(workbench: Workbench, argument: unknown): Promise<TrainingData> {
  const given = fileOf(argument) ?? jsonlInFront();
  if (given) return readTrainingData(workbench, given);
  const uri = await askOne(vscode.l10n.t('Tune Model'), (ui) => askTrainingFile(workbench.datasets, ui));
  return readTrainingData(workbench, uri);
}

function jsonlInFront(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document) return vscode.languages.match(jsonlFiles, document) > 0 ? document.uri : undefined;
  const uri = resourceInFront();
  return uri && isDatasetName(uri) ? uri : undefined;
}

/** Offers open files and datasets of the workspace: a click on a page, such as the walkthrough's, has taken the file away from the front. */
export async function askTrainingFile(datasets: DatasetDocuments, ui: StepUi): Promise<vscode.Uri> {
  const open = await openDatasets(datasets);
  const isOpen = new Set(open.map(String));
  const others = (await workspaceDatasets()).filter((uri) => !isOpen.has(uri.toString()));
  const training = (uris: readonly vscode.Uri[]) =>
    [...uris].sort((a, b) => Number(isHeldOutName(a)) - Number(isHeldOutName(b)) || depth(a) - depth(b));
  const depth = ({ path }: vscode.Uri) => path.split('/').length;
  if (open.length + others.length === 0) throw noFile();
  const browse = { label: vscode.l10n.t('$(folder-opened) Local file…') };
  const items: (vscode.QuickPickItem & { readonly uri?: vscode.Uri })[] = [
    ...training(open).map((uri) => datasetItem(uri, vscode.l10n.t('open'))),
    ...training(others).map((uri) => datasetItem(uri, '')),
    browse,
  ];
  const placeholder = vscode.l10n.t('Select a training file to tune on');
  const chosen = await ui.pick({ placeholder, items });
  if (chosen.uri) return chosen.uri;
  const [uri] = (await vscode.window.showOpenDialog({ filters: { JSONL: [...jsonLinesEndings] } })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  return uri;
}

function noFile(): UserError {
  return new UserError(
    vscode.l10n.t('No training file (JSONL) is open, and the workspace contains none.'),
    'NO_FILE',
    [openSampleStep()],
  );
}
