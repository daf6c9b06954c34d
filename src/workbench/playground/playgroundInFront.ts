import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Workbench } from '../workbench';
import type { PlaygroundPanel } from './playgroundPanel';

/** Copies a program that asks what the playground in front asks. */
export function copyAsCode(workbench: Workbench): Promise<void> {
  return inFront(workbench).receive({ type: 'copyAsCode' });
}

/** Writes the votes of the playground in front as data for preference tuning. */
export function addVotes(workbench: Workbench): Promise<void> {
  return inFront(workbench).receive({ type: 'addVotes' });
}

function inFront({ playgrounds }: Workbench): PlaygroundPanel {
  const { active } = playgrounds;
  if (active) return active;
  throw new UserError(vscode.l10n.t('Open a playground first.'), 'NO_PLAYGROUND', [
    { kind: 'command', title: vscode.l10n.t('Open in Playground'), command: 'tunewright.openPlayground' },
  ]);
}
