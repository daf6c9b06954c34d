import * as vscode from 'vscode';
import { chartStrings } from '../charts/chartStrings';
import type { CompareRunsStrings } from './compareRuns.protocol';

export function compareRunsStrings(): CompareRunsStrings {
  return {
    heading: vscode.l10n.t('Comparison of runs'),
    loading: vscode.l10n.t('Asking the services about the runs…'),
    again: vscode.l10n.t('Try Again'),
    curves: vscode.l10n.t('Curves'),
    noCurves: vscode.l10n.t('None of the runs has curves.'),
    differences: vscode.l10n.t('What differs'),
    noDifferences: vscode.l10n.t('They were launched with the same settings on the same data.'),
    results: vscode.l10n.t('Results'),
    openRun: vscode.l10n.t('Open Job Page'),
    charts: chartStrings(),
  };
}
