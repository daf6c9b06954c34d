import * as vscode from 'vscode';
import { modelOf, type TuningJob } from '../../../tuning/contract/job';
import type { Leftover } from '../../../tuning/contract/leftovers';
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
  const whose = jobs === '' ? vscode.l10n.t('no job of this project is known for it') : jobs;
  const { kind, idle, links } = leftover;
  switch (kind) {
    case 'file':
      return jobs === ''
        ? vscode.l10n.t('no job of this project was trained on it')
        : vscode.l10n.t('of {0}', jobs);
    case 'endpoint': {
      if (idle) return vscode.l10n.t('serves no model; of {0}', whose);
      const checkpoints = owners.flatMap((job) => modelOf(job)?.checkpoints ?? []);
      const checkpoint = checkpoints.find(({ endpoint }) => endpoint === leftover.name);
      return checkpoint
        ? vscode.l10n.t('serves checkpoint {0} of {1}', checkpoint.id, whose)
        : vscode.l10n.t('serves the tuned model of {0}', whose);
    }
    case 'model':
      if (links.length > 0) return vscode.l10n.t('served by {0} endpoints; of {1}', links.length, whose);
      return idle
        ? vscode.l10n.t('cannot be prompted as it is; of {0}', whose)
        : vscode.l10n.t('can be prompted; of {0}', whose);
  }
}

/** What is lost when it is deleted. */
export function lossText({ kind, displayName, idle, links, bytes }: Leftover): string {
  switch (kind) {
    case 'file':
      return vscode.l10n.t(
        'The training file {0} ({1}). A launch from the local file uploads it again.',
        displayName,
        bytes === undefined ? '?' : sizeText(bytes),
      );
    case 'endpoint':
      return idle
        ? vscode.l10n.t('The endpoint {0}, which serves nothing.', displayName)
        : vscode.l10n.t('The endpoint {0}: what it serves cannot be prompted there any more.', displayName);
    case 'model':
      return links.length > 0
        ? vscode.l10n.t(
            'The tuned model {0} with all its versions and its {1} endpoints. Only a new, paid training brings it back.',
            displayName,
            links.length,
          )
        : vscode.l10n.t('The tuned model {0}. Only a new, paid training brings it back.', displayName);
  }
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function ageText(milliseconds: number): string {
  if (milliseconds < 2 * minute) return vscode.l10n.t('just made');
  if (milliseconds < 2 * hour) return vscode.l10n.t('{0} minutes old', Math.floor(milliseconds / minute));
  if (milliseconds < 2 * day) return vscode.l10n.t('{0} hours old', Math.floor(milliseconds / hour));
  if (milliseconds < 14 * day) return vscode.l10n.t('{0} days old', Math.floor(milliseconds / day));
  if (milliseconds < 92 * day) return vscode.l10n.t('{0} weeks old', Math.floor(milliseconds / (7 * day)));
  return vscode.l10n.t('{0} months old', Math.floor(milliseconds / (30.4 * day)));
}

export function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
