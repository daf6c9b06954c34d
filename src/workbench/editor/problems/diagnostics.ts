import * as vscode from 'vscode';
import type { Problem, Severity } from '../../../dataset/checking/problem';
import { duplicateExample } from '../../../dataset/rules/duplicateExample';
import { foreignFormat } from '../../../dataset/rules/foreignFormat';
import { findRule } from '../../../dataset/rules/index';
import { notJsonLines } from '../../../dataset/rules/notJsonLines';
import { setContext } from '../../ui/contextKeys';
import { numberText } from '../../ui/numberFormat';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { rangeOnLine } from './ranges';
import { ruleLink } from './rulePages';

/** More than this many are not shown one by one: VS Code keeps each of them in memory, in three processes. */
const shownAtMost = 1000;

/** Keeps the problems of the open training files on screen. */
export function showDiagnostics(datasets: DatasetDocuments): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('tunewright');
  const waiting = new Set<vscode.TextDocument>();
  const show = (document: vscode.TextDocument) => {
    waiting.delete(document);
    if (document.isClosed) return;
    collection.set(document.uri, diagnosticsOf(document, datasets));
    noteFixed(document);
  };
  /** How many problems were shown before the last edit. */
  const shown = new WeakMap<vscode.TextDocument, number>();
  const noteFixed = (document: vscode.TextDocument) => {
    const count = datasets.get(document)?.problemCount ?? 0;
    if (count < (shown.get(document) ?? 0)) setContext('tunewright.hasFixedProblem', true);
    shown.set(document, count);
  };
  return vscode.Disposable.from(
    collection,
    datasets.onDidChange((document) => {
      if (waiting.has(document)) return; // one refresh for all edits of the same moment
      waiting.add(document);
      setTimeout(() => show(document), 0);
    }),
    datasets.onDidEdit(({ document, inputs }) => {
      if (inputs === undefined) shown.delete(document); // other settings: nobody has fixed what is gone
    }),
    datasets.onDidClose((document) => collection.delete(document.uri)),
  );
}

function diagnosticsOf(document: vscode.TextDocument, datasets: DatasetDocuments): vscode.Diagnostic[] {
  const dataset = datasets.get(document);
  if (dataset === undefined) return [];
  const diagnostics = dataset.problems(shownAtMost).map((problem) => toDiagnostic(problem, document.uri));
  const hidden = dataset.problemCount - diagnostics.length;
  if (hidden > 0) diagnostics.push(summary(hidden));
  return diagnostics;
}

export function toDiagnostic(problem: Problem, uri: vscode.Uri): vscode.Diagnostic {
  const range = shownRange(problem);
  const diagnostic = new vscode.Diagnostic(range, problem.message, severities[problem.severity]);
  diagnostic.source = 'Tunewright';
  diagnostic.code = { value: problem.rule, target: ruleLink(problem.rule) };
  if (problem.rule === duplicateExample.id) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  if (problem.related) {
    diagnostic.relatedInformation = problem.related.map(({ line, range, message }) => {
      const place = new vscode.Range(line, range.start, line, range.end);
      return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, place), message);
    });
  }
  return diagnostic;
}

/** A line under the whole first example would blame it for what the file has. */
export function shownRange({ rule, line, range }: Problem): vscode.Range {
  const isOfFile = findRule(rule)?.scope === 'file' || wholeFile.has(rule);
  return rangeOnLine(line, isOfFile ? { start: 0, end: 1 } : range);
}

const wholeFile = new Set([notJsonLines.id, foreignFormat.id]);

function summary(hidden: number): vscode.Diagnostic {
  const message =
    hidden === 1
      ? vscode.l10n.t("1 more problem isn't shown. Fix some to see it.")
      : vscode.l10n.t("{0} more problems aren't shown. Fix some to see the rest.", numberText(hidden));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, severities.warning);
  diagnostic.source = 'Tunewright';
  diagnostic.code = 'more-problems';
  return diagnostic;
}

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
