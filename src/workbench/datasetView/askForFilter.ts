import * as vscode from 'vscode';
import { readRange } from '../../dataset/rows/numberRange';
import type { FactTest, RowTest } from '../../dataset/rows/rowTypes';
import { rowsText } from '../ui/numberFormat';
import { askForSeed } from './askForSeed';
import type { FilterChange } from './datasetViewMessages.protocol';
import { factText, type RangeColumn, rangeKinds, testText } from './factText';
import type { RowSource } from './rowSource';

interface FilterKind extends vscode.QuickPickItem {
  readonly ask: (source: RowSource) => Promise<FilterChange | undefined>;
}

/** Asks by what the rows are to be filtered. Undefined when the person leaves. */
export async function askForFilter(source: RowSource): Promise<FilterChange | undefined> {
  const kind = await vscode.window.showQuickPick(filterKinds(), { title: vscode.l10n.t('Add Filter') });
  return kind?.ask(source);
}

/** The filters that there are. */
function filterKinds(): FilterKind[] {
  const { l10n } = vscode;
  const number = (column: RangeColumn): FilterKind => ({
    label: rangeKinds()[column].title,
    ask: () => askForRange(column),
  });
  const fixed = (fact: FactTest): FilterKind => ({
    label: factText(fact),
    ask: async () => ({ kind: 'addFact', fact }),
  });
  const tested = (test: RowTest, detail: string): FilterKind => ({
    label: testText(test),
    detail,
    ask: async () => ({ kind: 'addTest', test }),
  });
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
    tested({ kind: 'like' }, l10n.t('Rows that say the same or nearly the same as another row')),
    tested({ kind: 'changed' }, l10n.t("Rows that the file's version in the last Git commit doesn't have")),
    tested({ kind: 'reviewed', is: true }, l10n.t('Rows that you or others marked as reviewed')),
    tested({ kind: 'reviewed', is: false }, l10n.t('Rows that no one marked as reviewed')),
    {
      label: l10n.t('Random sample'),
      detail: l10n.t('Some of the rows that the other filters leave, drawn by a seed'),
      ask: askForSample,
    },
  ];
}

async function askForRange(column: RangeColumn): Promise<FilterChange | undefined> {
  const answer = await vscode.window.showInputBox({
    title: rangeKinds()[column].title,
    prompt: vscode.l10n.t('A number, or a range such as {0}, {1}, or {2}', '100-500', '100-', '-500'),
    validateInput: (text) =>
      readRange(text) ? undefined : vscode.l10n.t('Enter a whole number, or a range such as {0}.', '100-500'),
  });
  const range = answer === undefined ? undefined : readRange(answer);
  return range && { kind: 'addFact', fact: { column, ...range } };
}

async function askForLabel(source: RowSource): Promise<FilterChange | undefined> {
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
  return chosen && { kind: 'addFact', fact: { column: 'label', is: chosen.label } };
}

async function askForSample(): Promise<FilterChange | undefined> {
  const { l10n } = vscode;
  const title = l10n.t('Random sample');
  const count = await vscode.window.showInputBox({
    title,
    prompt: l10n.t('Number of rows'),
    validateInput: (text) =>
      /^[1-9]\d{0,8}$/.test(text.trim()) ? undefined : l10n.t('Enter a whole number.'),
  });
  if (count === undefined) return undefined;
  const seed = await askForSeed(title);
  return seed === undefined
    ? undefined
    : { kind: 'addTest', test: { kind: 'sample', count: Number(count), seed } };
}
