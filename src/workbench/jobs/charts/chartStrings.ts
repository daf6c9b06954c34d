import * as vscode from 'vscode';
import type { ChartStrings } from './charts.protocol';

export function chartStrings(): ChartStrings {
  return {
    axis: vscode.l10n.t('Axis'),
    step: vscode.l10n.t('Step'),
    epoch: vscode.l10n.t('Epoch'),
    smoothing: vscode.l10n.t('Smoothing'),
    logScale: vscode.l10n.t('Log scale of the loss'),
    zoomIn: vscode.l10n.t('Zoom in'),
    zoomOut: vscode.l10n.t('Zoom out'),
    resetZoom: vscode.l10n.t('Show All'),
    zoomedTo: vscode.l10n.t('{0} to {1}'),
    savePng: vscode.l10n.t('Save as PNG…'),
    saveCsv: vscode.l10n.t('Save as CSV…'),
    table: vscode.l10n.t('The numbers as a table'),
    tablePage: vscode.l10n.t('Page {0} of {1}'),
    previousPage: vscode.l10n.t('Previous'),
    nextPage: vscode.l10n.t('Next'),
    notANumber: vscode.l10n.t('not a number'),
    chartHelp: vscode.l10n.t('{0}. The arrow keys go from point to point, plus and minus zoom, 0 shows all.'),
    noPoints: vscode.l10n.t('No points yet'),
    smoothed: vscode.l10n.t('{0} (measured {1})'),
  };
}
