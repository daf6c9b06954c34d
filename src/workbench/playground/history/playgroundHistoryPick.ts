import * as vscode from 'vscode';
import { counted } from '../../../base/numbers';
import { dateText, numberText } from '../../ui/numberFormat';
import type { PlaygroundState, PlaygroundTarget } from '../protocol/playgroundState.protocol';
import type { KeptConversation } from '../session/playgroundSession';
import type { PastConversation, PlaygroundHistory } from './playgroundHistory';
import { exportConversations } from './playgroundSave';

type Item = vscode.QuickPickItem & { readonly conversation?: PastConversation };

const deleteOne: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('trash'),
  tooltip: vscode.l10n.t('Delete'),
};
const deleteAll: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('clear-all'),
  tooltip: vscode.l10n.t('Delete All…'),
};
const exportAll: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('export'),
  tooltip: vscode.l10n.t('Export All…'),
};

/**
 * Past conversations, those with the given targets first; what is typed is looked for in everything that was said.
 * Resolves with the one that is to be opened again, undefined when none is.
 */
export async function pickFromHistory(
  history: PlaygroundHistory,
  targets: readonly PlaygroundTarget[] = [],
): Promise<KeptConversation | undefined> {
  let conversations = await history.list();
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = vscode.l10n.t('Playground History');
  picker.placeholder = vscode.l10n.t('Search conversations');
  picker.buttons = [exportAll, deleteAll];
  const show = () => {
    picker.items = itemsOf(conversations, targets, picker.value);
  };
  show();
  picker.onDidChangeValue(show);
  picker.onDidTriggerItemButton(async ({ item }) => {
    if (item.conversation === undefined) return;
    await history.delete(item.conversation.state.id);
    conversations = await history.list();
    show();
  });
  picker.onDidTriggerButton(async (button) => {
    if (button === exportAll) await exportConversations(conversations);
    else if (button === deleteAll && (await confirmsDeletion(conversations.length))) {
      await history.deleteAll();
      picker.hide();
    }
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.conversation);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

async function confirmsDeletion(count: number): Promise<boolean> {
  const yes = vscode.l10n.t('Delete All');
  const said = vscode.l10n.t('Delete all {0} playground conversations?', numberText(count));
  return (await vscode.window.showWarningMessage(said, { modal: true }, yes)) === yes;
}

function itemsOf(
  conversations: readonly PastConversation[],
  targets: readonly PlaygroundTarget[],
  searched: string,
): Item[] {
  const found = conversations.filter(({ state }) => textOf(state).includes(searched.trim().toLowerCase()));
  const isOfTargets = ({ state }: PastConversation) =>
    state.targets.some(({ id }) => targets.some((target) => target.id === id));
  const section = (label: string, of: readonly PastConversation[]): Item[] =>
    of.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...of.map(itemOf)];
  if (found.length === 0) return [{ label: vscode.l10n.t('No matching conversations'), alwaysShow: true }];
  return [
    ...section(vscode.l10n.t('with this model'), found.filter(isOfTargets)),
    ...section(
      targets.length === 0 ? '' : vscode.l10n.t('other models'),
      found.filter((one) => !isOfTargets(one)),
    ),
  ];
}

function itemOf(conversation: PastConversation): Item {
  const { state, time } = conversation;
  const first = state.turns.find((turn) => turn.kind === 'user');
  const prompts = state.turns.filter(({ kind }) => kind === 'user').length;
  return {
    label:
      oneLine(first?.kind === 'user' ? first.text : state.draft.text, 60) ||
      vscode.l10n.t('(attachment only)'),
    description: state.targets.map(({ displayName }) => oneLine(displayName, 40)).join(', '),
    detail: `${counted(prompts, 'prompt')} · ${dateText(time)}`,
    buttons: [deleteOne],
    alwaysShow: true, // the filter is ours
    conversation,
  };
}

function textOf({ systemInstruction, targets, turns, draft }: PlaygroundState): string {
  const said = turns.flatMap((turn) =>
    turn.kind === 'answers' ? turn.answers.map(({ text, written }) => written ?? text) : [turn.text],
  );
  return [systemInstruction, ...targets.map(({ displayName }) => displayName), ...said, draft.text]
    .join('\n')
    .toLowerCase();
}

/** Icons are written `$(name)` in a label: a prompt that holds one shows it as text. */
function oneLine(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').replace(/\$\(/g, '$\u200b(').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
