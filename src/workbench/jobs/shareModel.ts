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
    vscode.l10n.t('Select a tuned model to share'),
  );
  const sharing = sharingOf(model.service);
  if (sharing === undefined) return;
  for (let done: string | undefined; ; ) {
    const permissions = await sharing.list(model, signal());
    const chosen = await vscode.window.showQuickPick(actions(sharing, model, permissions), {
      title: vscode.l10n.t('Share {0}', model.displayName),
      placeHolder: done ?? vscode.l10n.t('People and groups with access. Select one to change it.'),
      ignoreFocusOut: true,
    });
    if (chosen?.run === undefined) break;
    done = await chosen.run();
    if (done) workbench.log.info(`Changed sharing of ${model.name}.`);
  }
  await workbench.watcher.refresh();
}

function actions(sharing: ModelSharing, model: TunedModel, permissions: readonly Permission[]): Action[] {
  const separator = (label: string): Action => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const toEveryone = permissions.some(({ grantee }) => grantee === 'EVERYONE');
  return [
    separator(vscode.l10n.t('has access')),
    ...permissions.map((permission) => ({
      label: `$(${icons[permission.grantee]}) ${whoText(permission)}`,
      description: roleLabel(permission.role),
      ...(permission.role === 'OWNER'
        ? { detail: vscode.l10n.t('to change, transfer ownership') }
        : { run: () => stopSharing(sharing, permission) }),
    })),
    separator(vscode.l10n.t('add')),
    { label: vscode.l10n.t('$(person-add) Add person…'), run: () => add(sharing, model, 'USER') },
    { label: vscode.l10n.t('$(organization) Add group…'), run: () => add(sharing, model, 'GROUP') },
    ...(toEveryone
      ? []
      : [{ label: vscode.l10n.t('$(globe) Share with everyone…'), run: () => addEveryone(sharing, model) }]),
    separator(vscode.l10n.t('ownership')),
    {
      label: vscode.l10n.t('$(arrow-swap) Transfer ownership…'),
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
      ? vscode.l10n.t('Email address of the Google Account to share with')
      : vscode.l10n.t('Email address of the Google group to share with'),
  );
  if (emailAddress === undefined) return undefined;
  const role = await vscode.window.showQuickPick(
    [
      { label: roleLabel('READER'), detail: vscode.l10n.t('can prompt the model'), role: 'READER' as const },
      {
        label: roleLabel('WRITER'),
        detail: vscode.l10n.t('can prompt, edit, and share the model'),
        role: 'WRITER' as const,
      },
    ],
    { placeHolder: vscode.l10n.t('Select a role for {0}', emailAddress), ignoreFocusOut: true },
  );
  if (role === undefined) return undefined;
  await sharing.create(model, { grantee, emailAddress, role: role.role }, signal());
  return vscode.l10n.t('{0} now has access.', emailAddress);
}

async function addEveryone(sharing: ModelSharing, model: TunedModel): Promise<string | undefined> {
  const share = vscode.l10n.t('Share with Everyone');
  const agreed = await confirm(
    vscode.l10n.t('Share {0} with everyone?', model.displayName),
    vscode.l10n.t('Anyone who knows its name can prompt it, and its responses might reveal training data.'),
    share,
  );
  if (!agreed) return undefined;
  await sharing.create(model, { grantee: 'EVERYONE', role: 'READER' }, signal());
  return vscode.l10n.t('Everyone now has access.');
}

async function stopSharing(sharing: ModelSharing, permission: Permission): Promise<string | undefined> {
  const who = whoText(permission);
  const stop = vscode.l10n.t('Stop Sharing');
  const detail = vscode.l10n.t("Responses already given can't be taken back.");
  if (!(await confirm(vscode.l10n.t('Stop sharing with {0}?', who), detail, stop))) return undefined;
  await sharing.delete(permission, signal());
  return vscode.l10n.t('{0} no longer has access.', who);
}

async function transfer(sharing: ModelSharing, model: TunedModel): Promise<string | undefined> {
  const email = await askEmail(vscode.l10n.t('Email address of the new owner'));
  if (email === undefined) return undefined;
  const agreed = await confirm(
    vscode.l10n.t('Transfer ownership of {1} to {0}?', email, model.displayName),
    vscode.l10n.t(
      "You can still prompt, edit, and share the model, but you can't delete it. Only {0} can transfer ownership back.",
      email,
    ),
    vscode.l10n.t('Transfer'),
  );
  if (!agreed) return undefined;
  await sharing.transferOwnership(model, email, signal());
  return vscode.l10n.t('{0} is now the owner.', email);
}

async function askEmail(prompt: string): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim())
        ? undefined
        : vscode.l10n.t('Enter an email address such as name@example.com.'),
  });
  return typed?.trim();
}

async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

const icons = { USER: 'person', GROUP: 'organization', EVERYONE: 'globe' } as const;

function whoText({ grantee, emailAddress }: NewPermission): string {
  return grantee === 'EVERYONE' ? vscode.l10n.t('Everyone') : (emailAddress ?? vscode.l10n.t('Unknown'));
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
