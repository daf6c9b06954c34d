import * as vscode from 'vscode';
import { showTuningView } from '../../connection/connect';
import { follow, nextStepsOf } from '../../ui/nextSteps';
import type { Workbench } from '../../workbench';
import { jobSorts } from './jobSelection';
import { sortLabel } from './tuningTree';

/** Shows only the jobs whose name, state and base model hold what is typed, while it is typed. */
export async function filterJobs({ tree }: Workbench): Promise<void> {
  const before = tree.selection.filter;
  await showTuningView();
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Jobs');
  input.placeholder = vscode.l10n.t('Filter by name, state, or base model, such as: failed flash');
  input.value = before;
  let accepted = false;
  await new Promise<void>((resolve, reject) => {
    const show = (filter: string) => void tree.select({ filter: filter.trim() }).catch(reject);
    input.onDidChangeValue(show);
    input.onDidAccept(() => {
      accepted = true;
      input.hide();
    });
    input.onDidHide(() => {
      if (!accepted) show(before);
      resolve();
    });
    input.show();
  });
  input.dispose();
}

export async function clearJobFilter({ tree }: Workbench): Promise<void> {
  await tree.select({ filter: '' });
}

export async function sortJobs({ tree }: Workbench): Promise<void> {
  const items = jobSorts.map((sort) => ({
    label: sort === tree.selection.sort ? `$(check) ${sortLabel(sort)}` : sortLabel(sort),
    sort,
  }));
  const placeHolder = vscode.l10n.t('Select the sort order (running jobs stay on top)');
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort Jobs'), placeHolder });
  if (chosen) await tree.select({ sort: chosen.sort });
}

/**
 * Takes the step that mends a service which cannot be asked, such as enabling its API.
 * @param serviceId absent: the first that has one
 */
export async function followNextStep({ watcher }: Workbench, serviceId: unknown): Promise<void> {
  const services = watcher.services.filter(({ id }) => typeof serviceId !== 'string' || id === serviceId);
  const errors = services.flatMap(({ id }) => {
    const known = watcher.jobs(id);
    return known.status === 'failed' ? [known.error] : [];
  });
  const [step] = errors.flatMap(nextStepsOf);
  if (step) await follow(step);
  else await watcher.refresh();
}
