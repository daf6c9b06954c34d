import * as vscode from 'vscode';
import { chartStrings } from '../charts/chartStrings';
import type { CompareRunsStrings } from './compareRuns.protocol';

export function compareRunsStrings(): CompareRunsStrings {
  return {
    heading: vscode.l10n.t('Job comparison'),
    loading: vscode.l10n.t('Loading jobs…'),
    again: vscode.l10n.t('Try Again'),
    curves: vscode.l10n.t('Curves'),
    noCurves: vscode.l10n.t('None of these jobs has metrics.'),
    differences: vscode.l10n.t('Differences'),
    noDifferences: vscode.l10n.t('These jobs have the same settings and data.'),
    results: vscode.l10n.t('Results'),
    openRun: vscode.l10n.t('Open Job'),
    charts: chartStrings(),
  };
}
