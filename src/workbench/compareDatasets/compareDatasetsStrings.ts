import * as vscode from 'vscode';
import type { CompareDatasetsStrings } from './compareDatasets.protocol';

export function compareDatasetsStrings(): CompareDatasetsStrings {
  return {
    heading: vscode.l10n.t('Dataset comparison'),
    comparing: vscode.l10n.t('Comparing the files…'),
    again: vscode.l10n.t('Compare Again'),
    same: vscode.l10n.t('Both files have the same examples.'),
    figures: vscode.l10n.t('Summary'),
    before: vscode.l10n.t('Before'),
    after: vscode.l10n.t('After'),
    change: vscode.l10n.t('Change'),
    rows: vscode.l10n.t('Rows'),
    kinds: {
      changed: vscode.l10n.t('Changed ({0})'),
      added: vscode.l10n.t('Added ({0})'),
      removed: vscode.l10n.t('Removed ({0})'),
    },
    unchanged: vscode.l10n.t('Unchanged: {0}'),
    line: vscode.l10n.t('Line {0}'),
    movedLine: vscode.l10n.t('Line {0} → {1}'),
    goTo: vscode.l10n.t('Go to Line {0}'),
    prompt: vscode.l10n.t('Prompt'),
    answer: vscode.l10n.t('Response'),
    differsIn: vscode.l10n.t('Differs in: {0}'),
    more: vscode.l10n.t('Show More'),
    matchBy: vscode.l10n.t('Match Rows By…'),
    matchedByPrompt: vscode.l10n.t('Rows are matched by their prompts.'),
    matchedByKey: vscode.l10n.t('Rows are matched by "{0}".'),
    swap: vscode.l10n.t('Swap'),
    removedWords: vscode.l10n.t('removed:'),
    addedWords: vscode.l10n.t('added:'),
  };
}
