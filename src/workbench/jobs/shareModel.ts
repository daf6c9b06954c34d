import * as vscode from 'vscode';
import type { TunedModel } from '../../tuning/contract/job';
import type { ModelSharing, NewPermission, Permission } from '../../tuning/contract/service';
import { serviceOf, type Workbench } from '../workbench';
import { targetModel } from './commandTargets';

interface Action extends vscode.QuickPickItem {
  /** Resolves to a sentence for the user; undefined when they thought better of it. */
  readonly run?: () => Promise<string | undefined>;
}

/** Shows who may use a tuned model, and lets the user change that until they leave the list. */
export async function shareModel(workbench: Workbench, argument: unknown): Promise<void> {
  const sharingOf = (service: string) => serviceOf(workbench, service).sharing;
  const model = await targetModel(
    workbench,
    argument,
    (one) => sharingOf(one.service) !== undefined,
    vscode.l10n.t('Tuned model to share'),
  );
  const sharing = sharingOf(model.service);
  if (sharing === undefined) return;
  for (let done: string | undefined; ; ) {
    const permissions = await sharing.list(model, signal());
    const chosen = await vscode.window.showQuickPick(actions(sharing, model, permissions), {
      title: vscode.l10n.t('Share {0}', model.displayName),
      placeHolder: done ?? vscode.l10n.t('Who may use the tuned model; choose one to change it'),
      ignoreFocusOut: true,
    });
    if (chosen?.run === undefined) break;
    done = await chosen.run();
    if (done) workbench.log.info(`Sharing of ${model.name} was changed.`);
  }
  await workbench.watcher.refresh();
}

function actions(sharing: ModelSharing, model: TunedModel, permissions: readonly Permission[]): Action[] {
  const separator = (label: string): Action => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const toEveryone = permissions.some(({ grantee }) => grantee === 'EVERYONE');
  return [
    separator(vscode.l10n.t('may use it')),
    ...permissions.map((permission) => ({
      label: `$(${icons[permission.grantee]}) ${whoText(permission)}`,
      description: roleLabel(permission.role),
      ...(permission.role === 'OWNER'
        ? { detail: vscode.l10n.t('can be changed only by giving the model to somebody else') }
        : { run: () => stopSharing(sharing, permission) }),
    })),
    separator(vscode.l10n.t('share')),
    { label: vscode.l10n.t('$(person-add) Add a person…'), run: () => add(sharing, model, 'USER') },
    { label: vscode.l10n.t('$(organization) Add a group…'), run: () => add(sharing, model, 'GROUP') },
    ...(toEveryone
      ? []
      : [{ label: vscode.l10n.t('$(globe) Let everyone use it…'), run: () => addEveryone(sharing, model) }]),
    separator(vscode.l10n.t('give away')),
    {
      label: vscode.l10n.t('$(arrow-swap) Make somebody else the owner…'),
      run: () => transfer(sharing, model),
    },
  ];
}

async function add(
  sharing: ModelSharing,
  model: TunedModel,
  grantee: 'USER' | 'GROUP',
): Promise<string | undefined> {
  const emailAddress = await askEmail(
    grantee === 'USER'
      ? vscode.l10n.t('E-mail address of the Google account to share with')
      : vscode.l10n.t('E-mail address of the Google group to share with'),
  );
  if (emailAddress === undefined) return undefined;
  const role = await vscode.window.showQuickPick(
    [
      { label: roleLabel('READER'), detail: vscode.l10n.t('can prompt it'), role: 'READER' as const },
      {
        label: roleLabel('WRITER'),
        detail: vscode.l10n.t('can prompt it, change it, and share it with others'),
        role: 'WRITER' as const,
      },
    ],
    { placeHolder: vscode.l10n.t('What {0} may do', emailAddress), ignoreFocusOut: true },
  );
  if (role === undefined) return undefined;
  await sharing.create(model, { grantee, emailAddress, role: role.role }, signal());
  return vscode.l10n.t('{0} may use it now.', emailAddress);
}

async function addEveryone(sharing: ModelSharing, model: TunedModel): Promise<string | undefined> {
  const share = vscode.l10n.t('Share with Everyone');
  const agreed = await confirm(
    vscode.l10n.t('Let everyone use {0}?', model.displayName),
    vscode.l10n.t(
      'Anybody who knows its name can prompt it then, and its answers can give away what stands in the training data.',
    ),
    share,
  );
  if (!agreed) return undefined;
  await sharing.create(model, { grantee: 'EVERYONE', role: 'READER' }, signal());
  return vscode.l10n.t('Everyone may use it now.');
}

async function stopSharing(sharing: ModelSharing, permission: Permission): Promise<string | undefined> {
  const who = whoText(permission);
  const stop = vscode.l10n.t('Stop Sharing');
  const detail = vscode.l10n.t('What was answered already cannot be taken back.');
  if (!(await confirm(vscode.l10n.t('Stop sharing with {0}?', who), detail, stop))) return undefined;
  await sharing.delete(permission, signal());
  return vscode.l10n.t('It is not shared with {0} any more.', who);
}

async function transfer(sharing: ModelSharing, model: TunedModel): Promise<string | undefined> {
  const email = await askEmail(vscode.l10n.t('E-mail address of the new owner'));
  if (email === undefined) return undefined;
  const agreed = await confirm(
    vscode.l10n.t('Make {0} the owner of {1}?', email, model.displayName),
    vscode.l10n.t(
      'You may still prompt, change and share it, but not delete it. Only {0} can give it back.',
      email,
    ),
    vscode.l10n.t('Give Away'),
  );
  if (!agreed) return undefined;
  await sharing.transferOwnership(model, email, signal());
  return vscode.l10n.t('{0} is the owner now.', email);
}

async function askEmail(prompt: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim())
        ? undefined
        : vscode.l10n.t('An e-mail address like name@example.com.'),
  });
  return typed?.trim();
}

async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

const icons = { USER: 'person', GROUP: 'organization', EVERYONE: 'globe' } as const;

function whoText({ grantee, emailAddress }: NewPermission): string {
  return grantee === 'EVERYONE' ? vscode.l10n.t('Everyone') : (emailAddress ?? vscode.l10n.t('somebody'));
}

function roleLabel(role: Permission['role']): string {
  const labels = {
    OWNER: vscode.l10n.t('owner'),
    WRITER: vscode.l10n.t('writer'),
    READER: vscode.l10n.t('reader'),
  };
  return labels[role];
}

function signal(): AbortSignal {
  return AbortSignal.timeout(60_000);
}
