import * as vscode from 'vscode';
import { chartStrings } from '../charts/chartStrings';
import type { JobPageStrings } from './jobPage.protocol';

export function jobPageStrings(): JobPageStrings {
  return {
    loading: vscode.l10n.t('Loading job…'),
    again: vscode.l10n.t('Try Again'),
    progress: vscode.l10n.t('Progress'),
    actions: vscode.l10n.t('Actions'),
    findings: vscode.l10n.t('Analysis'),
    curves: vscode.l10n.t('Curves'),
    noCurves: vscode.l10n.t('No metrics yet. They appear after the first training step.'),
    noCurvesAtAll: vscode.l10n.t('This job has no metrics.'),
    timeline: vscode.l10n.t('Timeline'),
    settings: vscode.l10n.t('Settings'),
    data: vscode.l10n.t('Training data'),
    google: vscode.l10n.t('Reported by Google'),
    here: vscode.l10n.t('At launch'),
    examplesOf: vscode.l10n.t('{0}: {1} examples'),
    dropped: vscode.l10n.t('Dropped examples'),
    goToLine: vscode.l10n.t('Go to Line'),
    checkpoints: vscode.l10n.t('Checkpoints'),
    prompt: vscode.l10n.t('Prompt'),
    continueFrom: vscode.l10n.t('Continue Tuning…'),
    makeDefault: vscode.l10n.t('Make Default'),
    evaluations: vscode.l10n.t('Evaluation by Google'),
    resources: vscode.l10n.t('Created by the job'),
    openInConsole: vscode.l10n.t('Open in Google Cloud Console'),
    consoleName: vscode.l10n.t('In the Google Cloud console, look under {0}.'),
    costs: vscode.l10n.t('Cost'),
    more: vscode.l10n.t('Settings, cost, and what the job created'),
    charts: chartStrings(),
  };
}
