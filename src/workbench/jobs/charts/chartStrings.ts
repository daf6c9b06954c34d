import * as vscode from 'vscode';
import type { ChartStrings } from './charts.protocol';

export function chartStrings(): ChartStrings {
  return {
    axis: vscode.l10n.t('Axis'),
    step: vscode.l10n.t('Step'),
    epoch: vscode.l10n.t('Epoch'),
    smoothing: vscode.l10n.t('Smoothing'),
    logScale: vscode.l10n.t('Log scale (loss)'),
    zoomIn: vscode.l10n.t('Zoom In'),
    zoomOut: vscode.l10n.t('Zoom Out'),
    resetZoom: vscode.l10n.t('Reset Zoom'),
    zoomedTo: vscode.l10n.t('{0} to {1}'),
    savePng: vscode.l10n.t('Save as PNG…'),
    saveCsv: vscode.l10n.t('Save as CSV…'),
    table: vscode.l10n.t('Data table'),
    otherCharts: vscode.l10n.t('Other curves'),
    tablePage: vscode.l10n.t('Page {0} of {1}'),
    previousPage: vscode.l10n.t('Previous'),
    nextPage: vscode.l10n.t('Next'),
    notANumber: vscode.l10n.t('NaN'),
    chartHelp: vscode.l10n.t(
      '{0}. Use the arrow keys to move between points, plus and minus to zoom, and 0 to reset the zoom.',
    ),
    noPoints: vscode.l10n.t('No data points yet'),
    smoothed: vscode.l10n.t('{0} (raw {1})'),
  };
}
