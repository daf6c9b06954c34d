import * as vscode from 'vscode';
import type { Problem } from '../../../dataset/checking/problem';
import type { Fix } from '../../../dataset/checking/rule';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { escapeQuotes } from '../../../dataset/editing/escapeQuotes';
import { fixAll } from '../../../dataset/editing/fixAll';
import { foreignFormat } from '../../../dataset/rules/foreignFormat';
import { findRule } from '../../../dataset/rules/index';
import { invalidJson } from '../../../dataset/rules/invalidJson';
import { notJsonLines } from '../../../dataset/rules/notJsonLines';
import { targetFormat } from '../../../dataset/rules/targetFormat';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { jsonlFiles } from '../documents/jsonlFiles';
import { seemsLossless } from '../documents/lossless';
import { shownRange } from './diagnostics';
import { rangeOnLine, workspaceEdit } from './ranges';

const sourceFixAll = vscode.CodeActionKind.SourceFixAll.append('tunewright');
/** A selection of many lines asks for the fixes of its first problems only. */
const offeredAtMost = 50;
/** Problems, or lines of a selection, that are looked through. */
const searchedAtMost = 1000;

/** Filled in when it is chosen: the edits of a whole file are not computed for a light bulb. */
class FixAllAction extends vscode.CodeAction {
  constructor(
    title: string,
    kind: vscode.CodeActionKind,
    readonly document: vscode.TextDocument,
    readonly wanted: (problem: Problem) => boolean,
  ) {
    super(title, kind);
  }
}

export function offerFixes(datasets: DatasetDocuments): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, context) {
      const dataset = datasets.get(document);
      // A fix would be saved with what the editor could not decode; also those on save.
      if (!dataset || !(await seemsLossless(document))) return [];
      if (context.only && sourceFixAll.intersects(context.only)) return [fixEverything(document)];
      if (context.only && !context.only.intersects(vscode.CodeActionKind.QuickFix)) return [];
      return quickFixes(document, dataset, range);
    },
    resolveCodeAction(action) {
      const dataset = action instanceof FixAllAction ? datasets.get(action.document) : undefined;
      if (!(action instanceof FixAllAction) || !dataset) return action;
      const { document, wanted } = action;
      const edits = fixAll(dataset, { wanted, document: datasets.optionsOf(document) });
      if (edits.length > 0) action.edit = workspaceEdit(document.uri, edits);
      return action;
    },
  };
  return vscode.languages.registerCodeActionsProvider(jsonlFiles, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, sourceFixAll],
  });
}

function fixEverything(document: vscode.TextDocument): vscode.CodeAction {
  return new FixAllAction(vscode.l10n.t('Fix all Tunewright problems'), sourceFixAll, document, ({ rule }) =>
    Boolean(findRule(rule)?.fixOnSave),
  );
}

function quickFixes(
  document: vscode.TextDocument,
  dataset: DatasetDocument,
  range: vscode.Range,
): vscode.CodeAction[] {
  const actions: vscode.CodeAction[] = [];
  const rules = new Set<string>();
  for (const problem of problemsIn(dataset, range)) {
    const fixes = fixesOf(dataset, problem);
    for (const fix of fixes) {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = workspaceEdit(document.uri, fix.edits);
      action.isPreferred = fixes.length === 1;
      action.diagnostics = [asDiagnostic(problem)];
      actions.push(action);
    }
    if (convertible.has(problem.rule)) actions.push(convertAction(document, problem));
    if (dataset.fixes(problem).length > 0) rules.add(problem.rule);
    if (actions.length >= offeredAtMost) break;
  }
  return [...actions, ...[...rules].flatMap((rule) => fixAllOfKind(document, dataset, rule))];
}

/** Problems of a whole file that another format would not have. */
const convertible = new Set([notJsonLines.id, foreignFormat.id, targetFormat.id]);

function convertAction(document: vscode.TextDocument, problem: Problem): vscode.CodeAction {
  const title = vscode.l10n.t('Convert Dataset…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: 'tunewright.convertDataset', arguments: [document.uri] };
  action.diagnostics = [asDiagnostic(problem)];
  return action;
}

/** The rule's own mends, else a guess that only a person may accept. */
function fixesOf(dataset: DatasetDocument, problem: Problem): Fix[] {
  const fixes = dataset.fixes(problem);
  if (fixes.length > 0 || problem.rule !== invalidJson.id) return fixes;
  const { line } = problem;
  const before = dataset.line(line)?.text ?? '';
  const text = escapeQuotes(before);
  if (text === undefined) return [];
  const range = { start: { line, character: 0 }, end: { line, character: before.length } };
  return [{ title: vscode.l10n.t('Escape quotes in string'), edits: [{ range, text }] }];
}

function* problemsIn(dataset: DatasetDocument, range: vscode.Range): Generator<Problem> {
  const last = Math.min(range.end.line, range.start.line + searchedAtMost, dataset.lineCount - 1);
  for (let line = range.start.line; line <= last; line++) {
    for (const problem of dataset.problemsAt(line)) {
      if (rangeOnLine(line, problem.range).intersection(range)) yield problem;
    }
  }
}

function fixAllOfKind(
  document: vscode.TextDocument,
  dataset: DatasetDocument,
  rule: string,
): vscode.CodeAction[] {
  const title = findRule(rule)?.title;
  const others = dataset.problems(searchedAtMost).filter((problem) => problem.rule === rule);
  if (title === undefined || others.length < 2) return [];
  return [
    new FixAllAction(
      vscode.l10n.t('Fix all in file: {0}', title),
      vscode.CodeActionKind.QuickFix,
      document,
      (problem) => problem.rule === rule,
    ),
  ];
}

/** As diagnostics.ts shows it: VS Code knows by range and message which of its markers an action mends. */
function asDiagnostic(problem: Problem): vscode.Diagnostic {
  return new vscode.Diagnostic(shownRange(problem), problem.message);
}
