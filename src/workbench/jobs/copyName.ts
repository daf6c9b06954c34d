import * as vscode from 'vscode';
import { numberText } from '../ui/numberFormat';
import type { Workbench } from '../workbench';
import { calledOn, jobIn, modelIn, targetJob } from './commandTargets';

/** Copies the resource names of rows, one a line: of a model what is prompted, of other jobs the job. */
export async function copyName(workbench: Workbench, ...args: unknown[]): Promise<void> {
  const named = calledOn(workbench, args).flatMap(
    (argument) => modelIn(argument)?.name ?? jobIn(argument)?.name ?? [],
  );
  const names = named.length > 0 ? named : [await askForName(workbench)];
  await vscode.env.clipboard.writeText(names.join('\n'));
  const [first = ''] = names;
  vscode.window.setStatusBarMessage(
    names.length === 1
      ? vscode.l10n.t('Copied {0}', first)
      : vscode.l10n.t('Copied {0} resource names', numberText(names.length)),
    4000,
  );
}

async function askForName(workbench: Workbench): Promise<string> {
  const job = await targetJob(
    workbench,
    undefined,
    () => true,
    vscode.l10n.t('Select a job to copy its resource name'),
  );
  return job.tunedModel?.name ?? job.name;
}
