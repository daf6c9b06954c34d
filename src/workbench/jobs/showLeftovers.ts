import * as vscode from 'vscode';
import { counted } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { isInUse, ownersOf } from '../../tuning/contract/leftovers';
import type { DeletionStep, TuningService } from '../../tuning/contract/service';
import { signalOf } from '../ui/cancellation';
import { sentenceOf } from '../ui/errorBoundary';
import { numberText } from '../ui/numberFormat';
import type { Workbench } from '../workbench';
import { askOnce } from './commandTargets';
import { stepText } from './deleteModel';
import {
  leftoverFacts,
  leftoverIcon,
  leftoverKind,
  leftoverPurpose,
  lossText,
  type OwnedLeftover,
} from './tree/leftoverText';

/** Something left behind, and the service that can delete it. */
interface Found extends OwnedLeftover {
  readonly service: TuningService;
}

interface Search {
  readonly found: readonly Found[];
  /** What could not be looked into, in words. */
  readonly unread: readonly string[];
}

interface Item extends vscode.QuickPickItem {
  readonly found?: Found;
}

/** Lines of a question that a person still reads. */
const shownLosses = 12;

/** Lists what launches have left in the project, and deletes what the user chooses of it. */
export async function showLeftovers(workbench: Workbench): Promise<void> {
  await askOnce(workbench);
  const { project, region } = await workbench.connections.connect(AbortSignal.timeout(30_000));
  const place = vscode.l10n.t('project {0}, {1}', project, region);
  const search = await searchAll(workbench, place);
  const chosen = await choose(search, place);
  if (chosen.length === 0 || !(await confirm(chosen))) return;
  await deleteAll(workbench, chosen);
}

/** Of a service whose jobs are not known nothing is offered: nobody could say what is in use. */
async function searchAll({ watcher, services }: Workbench, place: string): Promise<Search> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Looking for unused resources in {0}…', place),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    const found: Found[] = [];
    const unread: string[] = [];
    const signal = signalOf(token);
    for (const service of services) {
      if (service.leftovers === undefined) continue;
      const { jobs, ...known } = watcher.jobs(service.id);
      try {
        if (known.status === 'failed') throw known.error;
        if (known.status !== 'ready') throw jobsUnknown(service);
        for await (const finding of service.leftovers.list(signal)) {
          if (finding.kind === 'unreadable') unread.push(unreadText(finding.what, finding.error));
          else
            for (const leftover of finding.leftovers)
              found.push({ service, leftover, owners: ownersOf(leftover, jobs) });
        }
      } catch (error) {
        signal.throwIfAborted();
        unread.push(unreadText(service.label, error));
      }
    }
    return { found, unread };
  });
}

function unreadText(what: string, error: unknown): string {
  return vscode.l10n.t("Couldn't check {0}: {1}", what, sentenceOf(error));
}

function jobsUnknown({ label }: TuningService): UserError {
  const message = vscode.l10n.t("The jobs of {0} haven't loaded yet. Try again in a moment.", label);
  return new UserError(message, 'JOBS_UNKNOWN');
}

async function choose({ found, unread }: Search, place: string): Promise<readonly Found[]> {
  const offered = found.filter(({ owners }) => !isInUse(owners));
  const inUse = found.length - offered.length;
  const kept = inUse === 0 ? '' : inUseText(inUse);
  if (offered.length === 0) {
    const message =
      unread.length === 0
        ? vscode.l10n.t('Nothing to clean up in {0}.', place)
        : vscode.l10n.t('Nothing to clean up was found in {0}.', place);
    await vscode.window.showInformationMessage([message, kept, ...unread].filter(Boolean).join(' '));
    return [];
  }
  const groups = [
    [
      vscode.l10n.t('not serving'),
      offered.filter(({ leftover }) => leftover.idle && leftover.kind !== 'file'),
    ],
    [vscode.l10n.t('training files'), offered.filter(({ leftover }) => leftover.kind === 'file')],
    [vscode.l10n.t('serving'), offered.filter(({ leftover }) => !leftover.idle)],
  ] as const;
  const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items = groups.flatMap(([label, members]) =>
    members.length === 0 ? [] : [separator(label), ...members.toSorted(byKindAndAge).map(toItem)],
  );
  const chosen = await vscode.window.showQuickPick<Item>([...items, ...unread.map(separator)], {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    title: vscode.l10n.t('Clean Up Resources in {0}', place),
    placeHolder: [vscode.l10n.t('Select resources to delete'), kept].filter(Boolean).join('. '),
  });
  return (chosen ?? []).flatMap((item) => (item.found ? [item.found] : []));
}

/** Models first, for they take their endpoints with them; then the oldest first. */
function byKindAndAge({ leftover: a }: Found, { leftover: b }: Found): number {
  return b.kind.localeCompare(a.kind) || (a.created ?? 0) - (b.created ?? 0);
}

function toItem(found: Found): Item {
  const { leftover, service } = found;
  return {
    label: `${leftoverIcon(leftover)} ${leftover.displayName}`,
    description: `${leftoverKind(leftover)} · ${service.label}`,
    detail: `${leftoverFacts(leftover, Date.now())} · ${leftoverPurpose(found)}`,
    found,
  };
}

function inUseText(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 more is in use by a running job.')
    : vscode.l10n.t('{0} more are in use by running jobs.', numberText(count));
}

async function confirm(chosen: readonly Found[]): Promise<boolean> {
  const remove = vscode.l10n.t('Delete');
  const losses = chosen.slice(0, shownLosses).map(({ leftover }) => `• ${lossText(leftover)}`);
  const more = chosen.length - losses.length;
  const answer = await vscode.window.showWarningMessage(
    chosen.length === 1
      ? vscode.l10n.t('Permanently delete this resource?')
      : vscode.l10n.t('Permanently delete these {0} resources?', numberText(chosen.length)),
    {
      modal: true,
      detail: [...losses, ...(more > 0 ? [vscode.l10n.t('… and {0} more', numberText(more))] : [])].join(
        '\n',
      ),
    },
    remove,
  );
  return answer === remove;
}

/** One after the other, endpoints before models. One that fails does not stop the others. */
async function deleteAll({ watcher, log }: Workbench, chosen: readonly Found[]): Promise<void> {
  const order = ['endpoint', 'model', 'file'];
  const sorted = chosen.toSorted((a, b) => order.indexOf(a.leftover.kind) - order.indexOf(b.leftover.kind));
  const failures: string[] = [];
  let deleted = 0;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Deleting resources'),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const signal = signalOf(token);
    for (const { leftover, service } of sorted) {
      if (signal.aborted) return;
      progress.report({ message: leftover.displayName, increment: 100 / sorted.length });
      try {
        let failed: DeletionStep | undefined;
        for await (const step of service.leftovers?.delete(leftover, signal) ?? []) {
          log.info(`Delete ${step.name}: ${step.what} ${step.outcome}`);
          if (step.outcome === 'failed') failed = step;
        }
        if (failed) failures.push(`• ${leftover.displayName}: ${stepText(failed)}`);
        else deleted++;
      } catch (error) {
        if (signal.aborted) return;
        failures.push(`• ${leftover.displayName}: ${sentenceOf(error)}`);
      }
    }
  });
  await watcher.refresh();
  const all = counted(chosen.length, 'resource');
  const result =
    deleted === chosen.length
      ? vscode.l10n.t('Deleted {0}.', all)
      : vscode.l10n.t('Deleted {0} of {1}.', numberText(deleted), all);
  if (failures.length === 0) void vscode.window.showInformationMessage(result);
  else void vscode.window.showErrorMessage(result, { modal: true, detail: failures.join('\n') });
}
