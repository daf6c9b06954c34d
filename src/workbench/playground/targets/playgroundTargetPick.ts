import * as vscode from 'vscode';
import { modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { TuningService } from '../../../tuning/contract/service';
import type { JobMemory } from '../../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { retirementNote } from '../../jobs/tree/retirementText';
import { shortSentenceOf } from '../../ui/errorBoundary';
import type { PlaygroundTarget } from '../protocol/playgroundState.protocol';
import { baseTarget, checkpointTarget, tunedTarget } from './playgroundTargets';

type Item = vscode.QuickPickItem & { readonly target?: PlaygroundTarget; readonly error?: unknown };

interface PickHost {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly memory: JobMemory;
}

/**
 * Lets the user pick what to prompt: tuned models, their checkpoints, base models of each service. What is in `taken`
 * is not offered; what has the same base model as those comes first, then what was prompted last (`recent`: ids). Undefined: none was picked.
 */
export async function pickTarget(
  host: PickHost,
  title: string,
  taken: readonly PlaygroundTarget[] = [],
  recent: readonly string[] = [],
): Promise<PlaygroundTarget | undefined> {
  const abort = new AbortController();
  const items = allItems(host, taken, recent, abort.signal);
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  abort.abort();
  if (picked?.error !== undefined) throw picked.error;
  return picked?.target;
}

async function allItems(
  { services, watcher, memory }: PickHost,
  taken: readonly PlaygroundTarget[],
  recent: readonly string[],
  signal: AbortSignal,
): Promise<Item[]> {
  const tuned = services.flatMap((service) =>
    tunedTargets(service, watcher).filter((target) => !memory.isDeleted(target)),
  );
  const bases = await Promise.all(services.map((service) => baseItems(service, signal)));
  const isFree = ({ target }: Item) => !taken.some(({ id }) => id === target?.id);
  const isKin = ({ target }: Item) => taken.some(({ baseModel }) => baseModel === target?.baseModel);
  const all = [...tuned.map(asTunedItem), ...bases.flat()].filter(isFree);
  const kin = all.filter(isKin);
  const last = recent.flatMap((id) => all.find((item) => item.target?.id === id && !isKin(item)) ?? []);
  const rest = all.filter((item) => !isKin(item) && !last.includes(item));
  const section = (label: string, of: readonly Item[]): Item[] =>
    of.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...of];
  return [
    ...section(vscode.l10n.t('same base model'), kin),
    ...section(vscode.l10n.t('recently prompted'), last),
    ...section(
      vscode.l10n.t('tuned models'),
      rest.filter(({ target }) => target !== undefined && target.kind !== 'base'),
    ),
    ...section(
      vscode.l10n.t('base models'),
      rest.filter(({ target }) => target === undefined || target.kind === 'base'),
    ),
  ];
}

/** Tuned models and their checkpoints, of the jobs that are known. */
export function tunedTargets(service: TuningService, watcher: JobWatcher): readonly PlaygroundTarget[] {
  return watcher
    .jobs(service.id)
    .jobs.flatMap((job) => [
      ...(job.tunedModel ? [tunedTarget(service, job.tunedModel)] : []),
      ...checkpointTargets(service, job),
    ]);
}

/** Only those that are served, and are not the model itself. */
function checkpointTargets(service: TuningService, job: TuningJob): readonly PlaygroundTarget[] {
  const model = modelOf(job);
  if (model === undefined) return [];
  return model.checkpoints
    .filter(({ endpoint }) => endpoint !== '' && endpoint !== job.tunedModel?.name)
    .map((checkpoint) =>
      checkpointTarget(
        service,
        model,
        checkpoint,
        vscode.l10n.t('{0}, checkpoint {1}', model.displayName, checkpoint.id),
      ),
    );
}

/** A service that cannot be asked says why, in place of its models. */
async function baseItems(service: TuningService, signal: AbortSignal): Promise<Item[]> {
  try {
    const models = await service.promptableModels(signal);
    return models.map((model) => marked(asItem(baseTarget(service, model)), model.note));
  } catch (error) {
    return [{ label: `$(warning) ${service.label}`, description: shortSentenceOf(error), error }];
  }
}

function asTunedItem(target: PlaygroundTarget): Item {
  return marked(asItem(target), retirementNote(target.service, target.baseModel, target.name));
}

/** What a person should know before they choose it stands below its name. */
function marked(item: Item, note: string | undefined): Item {
  return note === undefined ? item : { ...item, detail: note, iconPath: new vscode.ThemeIcon('warning') };
}

function asItem(target: PlaygroundTarget): Item {
  const { displayName, serviceLabel, baseModel, kind } = target;
  const base = baseModel.split('/').at(-1) ?? baseModel;
  return {
    label: displayName,
    description: kind === 'base' ? serviceLabel : `${serviceLabel} · ${base}`,
    iconPath: new vscode.ThemeIcon(kind === 'base' ? 'symbol-method' : 'sparkle'),
    target,
  };
}
