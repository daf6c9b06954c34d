import * as vscode from 'vscode';
import { counted, withDecimals } from '../../../base/numbers';
import { modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { Leftover } from '../../../tuning/contract/leftovers';
import { numberText } from '../../ui/numberFormat';
import { stateLabel } from './jobText';

/** Something left behind, with the jobs that it belongs to. */
export interface OwnedLeftover {
  readonly leftover: Leftover;
  readonly owners: readonly TuningJob[];
}

export function leftoverKind({ kind }: Leftover): string {
  const kinds: Record<Leftover['kind'], string> = {
    endpoint: vscode.l10n.t('endpoint'),
    model: vscode.l10n.t('tuned model'),
    file: vscode.l10n.t('training file'),
  };
  return kinds[kind];
}

export function leftoverIcon({ kind }: Leftover): string {
  const icons: Record<Leftover['kind'], string> = { endpoint: 'broadcast', model: 'sparkle', file: 'file' };
  return `$(${icons[kind]})`;
}

/** Such as "3 weeks old", "1.2 MB · just made". */
export function leftoverFacts({ created, bytes }: Leftover, now: number): string {
  const age = created === undefined ? vscode.l10n.t('age unknown') : ageText(now - created);
  return bytes === undefined ? age : `${sizeText(bytes)} · ${age}`;
}

/** What it is for, and whose it is. */
export function leftoverPurpose({ leftover, owners }: OwnedLeftover): string {
  const jobs = owners.map((job) => `"${job.displayName}" (${stateLabel(job.state)})`).join(', ');
  const whose = jobs === '' ? vscode.l10n.t('no matching job in this project') : jobs;
  const { kind, idle, links } = leftover;
  switch (kind) {
    case 'file':
      return jobs === ''
        ? vscode.l10n.t('not used by any job in this project')
        : vscode.l10n.t('used by {0}', jobs);
    case 'endpoint': {
      if (idle) return vscode.l10n.t('serves no model · {0}', whose);
      const checkpoints = owners.flatMap((job) => modelOf(job)?.checkpoints ?? []);
      const checkpoint = checkpoints.find(({ endpoint }) => endpoint === leftover.name);
      return checkpoint
        ? vscode.l10n.t('serves checkpoint {0} from {1}', checkpoint.id, whose)
        : vscode.l10n.t('serves the tuned model from {0}', whose);
    }
    case 'model':
      if (links.length > 0)
        return vscode.l10n.t('served by {0} · {1}', counted(links.length, 'endpoint'), whose);
      return idle
        ? vscode.l10n.t('has no endpoint · {0}', whose)
        : vscode.l10n.t('can be prompted · {0}', whose);
  }
}

/** What is lost when it is deleted. */
export function lossText({ kind, displayName, idle, links, bytes }: Leftover): string {
  switch (kind) {
    case 'file':
      return vscode.l10n.t(
        "Training file {0} ({1}). It's uploaded again when you launch from the local file.",
        displayName,
        bytes === undefined ? '?' : sizeText(bytes),
      );
    case 'endpoint':
      return idle
        ? vscode.l10n.t('Endpoint {0} (serves no model).', displayName)
        : vscode.l10n.t('Endpoint {0}. Its model can no longer be prompted there.', displayName);
    case 'model':
      return links.length > 0
        ? vscode.l10n.t(
            'Tuned model {0}, all its versions, and {1}. To get it back, you must tune again at cost.',
            displayName,
            counted(links.length, 'endpoint'),
          )
        : vscode.l10n.t('Tuned model {0}. To get it back, you must tune again at cost.', displayName);
  }
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function ageText(milliseconds: number): string {
  if (milliseconds < 2 * minute) return vscode.l10n.t('just created');
  if (milliseconds < 2 * hour)
    return vscode.l10n.t('{0} minutes old', numberText(Math.floor(milliseconds / minute)));
  if (milliseconds < 2 * day)
    return vscode.l10n.t('{0} hours old', numberText(Math.floor(milliseconds / hour)));
  if (milliseconds < 14 * day)
    return vscode.l10n.t('{0} days old', numberText(Math.floor(milliseconds / day)));
  if (milliseconds < 92 * day)
    return vscode.l10n.t('{0} weeks old', numberText(Math.floor(milliseconds / (7 * day))));
  return vscode.l10n.t('{0} months old', numberText(Math.floor(milliseconds / (30.4 * day))));
}

export function sizeText(bytes: number): string {
  return bytes < 1e6
    ? vscode.l10n.t('{0} KB', Math.max(1, Math.round(bytes / 1e3)))
    : vscode.l10n.t('{0} MB', withDecimals(bytes / 1e6, 1));
}
