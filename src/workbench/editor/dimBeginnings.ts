import * as vscode from 'vscode';
import { equalBeginning } from '../../dataset/line/equalBeginning';
import type { DatasetDocuments } from './documents/datasetDocuments';

const section = 'tunewright.editor';
/** Milliseconds: scrolling and typing come in bursts. */
const refreshAfter = 50;

/**
 * Dims how a line begins where the line above begins in the same way, so that examples with the same keys and instruction
 * can be told apart. Not in the lines of the cursors, nor in high contrast.
 */
export function dimBeginnings(datasets: DatasetDocuments): vscode.Disposable {
  const dimmed = vscode.window.createTextEditorDecorationType({ opacity: '0.6' });
  let due: NodeJS.Timeout | undefined;
  const showAll = () => {
    due = undefined;
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document.languageId === 'jsonl')
        editor.setDecorations(dimmed, isWanted(editor, datasets) ? rangesOf(editor) : []);
  };
  const refresh = () => {
    due ??= setTimeout(showAll, refreshAfter);
  };
  refresh();
  return vscode.Disposable.from(
    dimmed,
    new vscode.Disposable(() => clearTimeout(due)),
    vscode.window.onDidChangeVisibleTextEditors(refresh),
    vscode.window.onDidChangeTextEditorVisibleRanges(refresh),
    vscode.window.onDidChangeTextEditorSelection(refresh),
    vscode.window.onDidChangeActiveColorTheme(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) refresh();
    }),
    datasets.onDidChange(refresh),
  );
}

function isWanted({ document }: vscode.TextEditor, datasets: DatasetDocuments): boolean {
  const { kind } = vscode.window.activeColorTheme;
  if (kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight)
    return false;
  const isOn = vscode.workspace.getConfiguration(section, document.uri).get<boolean>('dimBeginnings');
  return isOn === true && datasets.get(document)?.isDataset === true;
}

function rangesOf({ document, visibleRanges, selections }: vscode.TextEditor): vscode.Range[] {
  const ranges: vscode.Range[] = [];
  for (const { start, end } of visibleRanges)
    for (let line = Math.max(1, start.line); line <= end.line; line++) {
      if (selections.some((one) => one.start.line <= line && line <= one.end.line)) continue;
      const length = equalBeginning(document.lineAt(line).text, document.lineAt(line - 1).text);
      if (length > 0) ranges.push(new vscode.Range(line, 0, line, length));
    }
  return ranges;
}
