import * as vscode from 'vscode';
import type { Severity } from '../../../dataset/checking/problem';
import type { DatasetDocuments } from '../documents/datasetDocuments';

/** Typing changes the problems with each key; the marks follow at most so often. */
const refreshAfter = 150;

/** Of more, those further down have none. */
const markedAtMost = 1000;

/** A mark in the gutter of each line with an error or a warning: the wavy line below it may be far to the right. */
export function showGutterMarks(datasets: DatasetDocuments): vscode.Disposable {
  const marks = {
    // No dot: that is a breakpoint.
    error: markOf(
      '<circle cx="8" cy="8" r="4.5"/><path d="m6.2 6.2 3.6 3.6m0-3.6-3.6 3.6"/>',
      '#e51400',
      '#f48771',
    ),
    warning: markOf('<path d="M8 3.5 13 12.5H3Zm0 3.2v2.6"/>', '#bf8803', '#cca700'),
  };
  const waiting = new Set<vscode.TextDocument>();
  const show = (editor: vscode.TextEditor) => {
    const dataset = datasets.get(editor.document);
    const problems = dataset?.isDataset ? dataset.problems(markedAtMost) : [];
    const linesOf = (wanted: Severity) =>
      new Set(problems.flatMap(({ severity, line }) => (severity === wanted ? [line] : [])));
    const errors = linesOf('error');
    const rangesOf = (lines: Iterable<number>) =>
      [...lines].map((line) => new vscode.Range(line, 0, line, 0));
    editor.setDecorations(marks.error, rangesOf(errors));
    editor.setDecorations(
      marks.warning,
      rangesOf([...linesOf('warning')].filter((line) => !errors.has(line))),
    );
  };
  const showAll = (editors: readonly vscode.TextEditor[]) => {
    for (const editor of editors) if (editor.document.languageId === 'jsonl') show(editor);
  };
  const refresh = (document: vscode.TextDocument) => {
    if (waiting.has(document)) return;
    waiting.add(document);
    setTimeout(() => {
      waiting.delete(document);
      showAll(vscode.window.visibleTextEditors.filter((editor) => editor.document === document));
    }, refreshAfter);
  };
  showAll(vscode.window.visibleTextEditors);
  return vscode.Disposable.from(
    marks.error,
    marks.warning,
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    datasets.onDidChange(refresh),
  );
}

/** A shape for each, so that colour alone says nothing. */
function markOf(shape: string, light: string, dark: string): vscode.TextEditorDecorationType {
  const icon = (color: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="${color}" stroke-width="1.3">${shape}</svg>`;
    return vscode.Uri.parse(`data:image/svg+xml;base64,${btoa(svg)}`);
  };
  return vscode.window.createTextEditorDecorationType({
    gutterIconSize: 'contain',
    light: { gutterIconPath: icon(light) },
    dark: { gutterIconPath: icon(dark) },
  });
}
