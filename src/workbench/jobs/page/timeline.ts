import * as vscode from 'vscode';
import type { TuningJob } from '../../../tuning/contract/job';
import { type Milestone, milestonesOf, type SeenState } from '../../../tuning/watch/seenStates';
import { dateText } from '../../ui/numberFormat';
import { detailLabel, stateLabel } from '../tree/jobText';
import type { TimelineRow } from './jobPage.protocol';

export function timelineOf(job: TuningJob, seen: readonly SeenState[]): TimelineRow[] {
  return milestonesOf(job, seen).map((milestone) => ({
    label: labelOf(milestone),
    at: milestone.at === undefined ? '' : new Date(milestone.at).toISOString(),
    time: milestone.at === undefined ? '' : timeText(milestone.at),
    note: milestone.kind === 'seen' ? vscode.l10n.t('first seen') : '',
  }));
}

function labelOf(milestone: Milestone): string {
  switch (milestone.kind) {
    case 'created':
      return vscode.l10n.t('Created');
    case 'started':
      return vscode.l10n.t('Started');
    case 'ended':
      return capitalized(stateLabel(milestone.state));
    case 'seen': {
      const detail = detailLabel(milestone.detail);
      return capitalized(detail === '' ? stateLabel(milestone.state) : detail);
    }
  }
}

function timeText(at: number): string {
  return dateText(at, { dateStyle: 'medium', timeStyle: 'medium' });
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
