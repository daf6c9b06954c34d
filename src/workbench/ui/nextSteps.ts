import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import { type NextStep, UserError } from '../../base/userError';

/** What a person can do about it, most helpful first. */
export function nextStepsOf(error: unknown): readonly NextStep[] {
  return error instanceof UserError ? error.nextSteps : [];
}

/** The words of the button. */
export function titleOf(step: NextStep): string {
  switch (step.kind) {
    case 'signIn':
      return vscode.l10n.t('Sign In to Google');
    case 'checkSetup':
      return vscode.l10n.t('Check Setup');
    case 'startSandbox':
      return vscode.l10n.t('Start It and Try Again');
    case 'setting':
      return settingTitles[step.setting]();
    case 'region':
      return step.region === undefined
        ? vscode.l10n.t('Select Region…')
        : vscode.l10n.t('Use {0}', step.region);
    case 'convert':
      return vscode.l10n.t('Convert Dataset…');
    case 'breakLock':
      return vscode.l10n.t('Break Lock…');
    case 'copyText':
      return vscode.l10n.t('Copy My Text');
    case 'page':
    case 'command':
      return step.title;
    default:
      return assertNever(step);
  }
}

export async function follow(step: NextStep): Promise<void> {
  switch (step.kind) {
    case 'signIn':
      return run('tunewright.connectGoogle');
    case 'checkSetup':
      return run('tunewright.checkSetup');
    case 'startSandbox':
      return run('tunewright.startSandbox');
    case 'setting':
      return run('workbench.action.openSettings', settingKeys[step.setting]);
    case 'region':
      return run('tunewright.chooseRegion', step.region);
    case 'convert': {
      const source = step.source === undefined ? undefined : vscode.Uri.parse(step.source, true);
      return run('tunewright.convertDataset', source, step.format);
    }
    case 'breakLock':
      return run('tunewright.breakLock', step.lock);
    case 'copyText':
      return vscode.env.clipboard.writeText(step.text);
    case 'page':
      await vscode.env.openExternal(vscode.Uri.parse(step.url));
      return;
    case 'command':
      return run(step.command, ...(step.args ?? []));
    default:
      return assertNever(step);
  }
}

type Setting = Extract<NextStep, { kind: 'setting' }>['setting'];

const settingTitles: Readonly<Record<Setting, () => string>> = {
  project: () => vscode.l10n.t('Set Project'),
  region: () => vscode.l10n.t('Set Region'),
  proxy: () => vscode.l10n.t('Open Proxy Settings'),
};

const settingKeys: Readonly<Record<Setting, string>> = {
  project: 'tunewright.google.project',
  region: 'tunewright.google.region',
  proxy: 'http.proxy',
};

async function run(command: string, ...args: unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
