import * as vscode from 'vscode';
import { type NumberRange, readRange } from '../../dataset/rows/numberRange';
import type { FactTest } from '../../dataset/rows/rowTypes';
import { numberText, rowsText } from '../ui/numberFormat';
import type { RowSource } from './rowSource';

type NumberColumn = keyof ReturnType<typeof numberKinds>;

interface FactKind extends vscode.QuickPickItem {
  readonly ask: (source: RowSource) => Promise<FactTest | undefined>;
}

/** Asks by what the rows are to be filtered. Undefined when the person leaves. */
export async function askForFact(source: RowSource): Promise<FactTest | undefined> {
  const kind = await vscode.window.showQuickPick(factKinds(), { title: vscode.l10n.t('Add Filter') });
  return kind?.ask(source);
}

/** What a filter asks for, in words. @param isExact tokens are counted, not estimated */
export function factText(test: FactTest, isExact = true): string {
  const { l10n } = vscode;
  if (test.column === 'label') return l10n.t('Label: {0}', test.is);
  if (test.column === 'tools') return test.to === 0 ? l10n.t('Without functions') : l10n.t('With functions');
  if (test.column === 'files') return test.to === 0 ? l10n.t('Without files') : l10n.t('With files');
  const range = rangeText(test);
  return numberKinds()[test.column].text(isExact || test.column !== 'tokens' ? range : `≈ ${range}`);
}

/** The filters that there are. */
function factKinds(): FactKind[] {
  const { l10n } = vscode;
  const number = (column: NumberColumn): FactKind => ({
    label: numberKinds()[column].title,
    ask: () => askForRange(column),
  });
  const fixed = (test: FactTest): FactKind => ({ label: factText(test), ask: async () => test });
  return [
    { label: l10n.t('Label'), detail: l10n.t('Rows with the same short response'), ask: askForLabel },
    number('tokens'),
    number('turns'),
    number('prompt'),
    number('answer'),
    fixed({ column: 'tools', from: 1 }),
    fixed({ column: 'tools', to: 0 }),
    fixed({ column: 'files', from: 1 }),
    fixed({ column: 'files', to: 0 }),
  ];
}

function numberKinds() {
  const { l10n } = vscode;
  return {
    tokens: { title: l10n.t('Tokens'), text: (range: string) => l10n.t('Tokens: {0}', range) },
    turns: { title: l10n.t('Turns'), text: (range: string) => l10n.t('Turns: {0}', range) },
    prompt: {
      title: l10n.t('Characters in Prompt'),
      text: (range: string) => l10n.t('Characters in prompt: {0}', range),
    },
    answer: {
      title: l10n.t('Characters in Response'),
      text: (range: string) => l10n.t('Characters in response: {0}', range),
    },
  };
}

function rangeText({ from = 0, to }: NumberRange): string {
  if (to === undefined) return vscode.l10n.t('{0} or more', numberText(from));
  if (from === 0) return vscode.l10n.t('{0} or fewer', numberText(to));
  return from === to ? numberText(from) : `${numberText(from)}–${numberText(to)}`;
}

async function askForRange(column: NumberColumn): Promise<FactTest | undefined> {
  const answer = await vscode.window.showInputBox({
    title: numberKinds()[column].title,
    prompt: vscode.l10n.t('A number, or a range such as {0}, {1}, or {2}', '100-500', '100-', '-500'),
    validateInput: (text) =>
      readRange(text) ? undefined : vscode.l10n.t('Enter a whole number, or a range such as {0}.', '100-500'),
  });
  const range = answer === undefined ? undefined : readRange(answer);
  return range && { column, ...range };
}

async function askForLabel(source: RowSource): Promise<FactTest | undefined> {
  const { l10n } = vscode;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Reading labels'),
    cancellable: true,
  };
  const labels = await vscode.window.withProgress(options, async (progress, token) => {
    const reading = new AbortController();
    token.onCancellationRequested(() => reading.abort(new vscode.CancellationError()));
    let before = 0;
    const report = (share: number) => {
      progress.report({ increment: (share - before) * 100 });
      before = share;
    };
    return (await source.facts(report, reading.signal)).labels();
  });
  if (labels.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t("The responses in this file aren't labels: too few are short and the same."),
    );
    return undefined;
  }
  const items = labels.map(({ label, rows }) => ({ label, description: rowsText(rows) }));
  const chosen = await vscode.window.showQuickPick(items, { title: l10n.t('Label') });
  return chosen && { column: 'label', is: chosen.label };
}
