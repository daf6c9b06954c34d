import * as vscode from 'vscode';
import { type LaunchRecord, newLaunchId } from '../../tuning/contract/launchRecord';
import type { TuningSpec } from '../../tuning/contract/spec';
import { examplesText } from '../ui/numberFormat';
import { settings } from '../ui/settings';
import type { Workbench } from '../workbench';
import { describeLaunch } from './describeLaunch';
import { type JudgedLaunch, judgeLaunch } from './judgeLaunch';
import { oneLine } from './launchLines';
import { savePlan } from './plan/planFiles';
import { reviewNote } from './reviewNote';
import type { TrainingData } from './trainingData';
import { showDataProblems } from './validationFile';

/**
 * Says with numbers what will happen, where and in whose name, and asks once; what a warning is of can be looked at or
 * changed from there. Rejects with a `CancellationError` unless the user agrees.
 * @param notes what else they should know, first
 */
export async function confirmLaunch(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  notes: readonly string[] = [],
): Promise<LaunchRecord> {
  const confirmed = await ask(workbench, spec, data, notes, []);
  if (confirmed === 'change') throw new Error('Nothing was offered to be changed.');
  return confirmed;
}

/** The same for a launch whose form can be shown again: resolves to "change" when the user wants that. */
export async function confirmOrChange(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
): Promise<LaunchRecord | 'change'> {
  return ask(workbench, spec, data, [], [{ title: vscode.l10n.t('Change…'), act: 'change' }]);
}

interface Choice extends vscode.MessageItem {
  readonly act: 'start' | 'change' | 'show' | 'save';
}

async function ask(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  notes: readonly string[],
  more: readonly Choice[],
): Promise<LaunchRecord | 'change'> {
  const judged = await judgeLaunch(workbench, spec, data);
  const confirmedFor = await workbench.launching.confirmedFor(); // it holds for these alone
  const told = [...notes, ...(await reviewNote(data))];
  const detail = await describeLaunch(workbench, spec, data, judged, told);
  const isFaulty = data.warnings > 0 || judged.sharedExamples > 0;
  const choices: Choice[] = [
    { title: vscode.l10n.t('Start Tuning'), act: 'start' },
    ...(isFaulty ? [{ title: vscode.l10n.t('Show Problems'), act: 'show' as const }] : []),
    ...more,
    { title: vscode.l10n.t('Save as Plan…'), act: 'save' },
  ];
  const options = { modal: true, detail };
  const answer = await vscode.window.showInformationMessage(questionOf(spec, data), options, ...choices);
  switch (answer?.act) {
    case 'start':
      return recordOf(workbench, spec, data, judged, confirmedFor);
    case 'change':
      return 'change';
    case 'save':
      await savePlan({ ...spec, dataset: data.source });
      throw new vscode.CancellationError();
    case 'show':
      await showDataProblems(workbench, spec, data);
      throw new vscode.CancellationError();
    case undefined:
      throw new vscode.CancellationError();
  }
}

function questionOf(spec: TuningSpec, data: TrainingData): string {
  const name = oneLine(spec.displayName);
  if (data.statistics === undefined) return vscode.l10n.t('Tune "{0}" on {1}?', name, oneLine(data.source));
  const examples = examplesText(data.statistics.examples);
  return vscode.l10n.t('Tune "{0}" on {1} from {2}?', name, examples, oneLine(data.name));
}

async function recordOf(
  workbench: Workbench,
  spec: TuningSpec,
  data: TrainingData,
  judged: JudgedLaunch,
  confirmedFor: Pick<LaunchRecord, 'place' | 'account'>,
): Promise<LaunchRecord> {
  const { region } = await workbench.connections.connect(AbortSignal.timeout(30_000));
  if (spec.region !== undefined && spec.region !== region) await settings.googleAllRegions.set(true);
  return {
    id: newLaunchId(),
    ...confirmedFor,
    spec,
    data: {
      source: data.source,
      ...(spec.validation === undefined ? {} : { validationSource: spec.validation }),
      name: data.name,
      examples: data.statistics?.examples,
      sha256: data.sha256,
      ...(judged.validationSha256 === undefined ? {} : { validationSha256: judged.validationSha256 }),
    },
    estimate: judged.estimate,
    confirmedAt: Date.now(),
    stage: { kind: 'confirmed' },
  };
}
