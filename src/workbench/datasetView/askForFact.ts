import * as vscode from 'vscode';
import { readRange } from '../../dataset/rows/numberRange';
import type { FactTest } from '../../dataset/rows/rowTypes';
import { rowsText } from '../ui/numberFormat';
import { factText, type RangeColumn, rangeKinds } from './factText';
import type { RowSource } from './rowSource';

interface FactKind extends vscode.QuickPickItem {
  readonly ask: (source: RowSource) => Promise<FactTest | undefined>;
}

/** Asks by what the rows are to be filtered. Undefined when the person leaves. */
export async function askForFact(source: RowSource): Promise<FactTest | undefined> {
  const kind = await vscode.window.showQuickPick(factKinds(), { title: vscode.l10n.t('Add Filter') });
  return kind?.ask(source);
}

/** The filters that there are. */
function factKinds(): FactKind[] {
  const { l10n } = vscode;
  const number = (column: RangeColumn): FactKind => ({
    label: rangeKinds()[column].title,
    ask: () => askForRange(column),
  });
  const fixed = (test: FactTest): FactKind => ({ label: factText(test), ask: async () => test });
  return [
    { label: l10n.t('Label'), detail: l10n.t('Rows with the same short response'), ask: askForLabel },
    number('tokens'),
    number('inputTokens'),
    number('outputTokens'),
    number('turns'),
    number('prompt'),
    number('answer'),
    fixed({ column: 'tools', from: 1 }),
    fixed({ column: 'tools', to: 0 }),
    fixed({ column: 'files', from: 1 }),
    fixed({ column: 'files', to: 0 }),
  ];
}

async function askForRange(column: RangeColumn): Promise<FactTest | undefined> {
  const answer = await vscode.window.showInputBox({
    title: rangeKinds()[column].title,
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
    title: l10n.t('Reading labels…'),
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
      l10n.t('This file has no labels. Too few of its responses are short and repeated.'),
    );
    return undefined;
  }
  const items = labels.map(({ label, rows }) => ({ label, description: rowsText(rows) }));
  const chosen = await vscode.window.showQuickPick(items, { title: l10n.t('Label') });
  return chosen && { column: 'label', is: chosen.label };
}
