import * as vscode from 'vscode';
import type { Problem, Severity } from '../../../dataset/checking/problem';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import { fixAll } from '../../../dataset/editing/fixAll';
import { findRule } from '../../../dataset/rules/index';
import type { Authoring } from '../../authoring';
import { numberText, problemsText } from '../../ui/numberFormat';
import { runSteps, type StepUi } from '../../ui/steps';
import { datasetInFront } from '../documents/datasetInFront';
import { requireLossless } from '../documents/lossless';
import { shownRange } from './diagnostics';
import { workspaceEdit } from './ranges';

/** Of one rule, more are not listed one by one. */
const listedAtMost = 1000;

interface RuleProblems {
  readonly rule: string;
  readonly problems: readonly Problem[];
}

interface Choice {
  readonly of?: RuleProblems;
  /** What to do: go there, or fix all of the rule. */
  readonly next?: Problem | 'fixAll';
}

/** The problems of one file by rule, then those of a rule: to go to one, or to fix all of them in one undo step. */
export async function showProblems(authoring: Authoring, argument: unknown): Promise<void> {
  const { document, dataset } = await datasetInFront(authoring, argument);
  const found = authoring.found.of(document);
  const byRule = problemsByRule([...dataset.problems(), ...found]);
  if (byRule.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no problems.', nameOf(document)));
    return;
  }
  const editor = await vscode.window.showTextDocument(document);
  const steps = [
    (_: Choice, ui: StepUi) => chooseRule(byRule, ui),
    (choice: Choice, ui: StepUi) => chooseProblem(choice, (one) => isFixedWithAll(one, dataset, found), ui),
  ];
  const title = vscode.l10n.t('Problems in {0}', nameOf(document));
  const { of, next } = await runSteps<Choice>(title, steps, {});
  if (of === undefined || next === undefined) return;
  if (next === 'fixAll') await fixAllOf(of.rule, document, authoring);
  else goTo(next, editor);
}

/** Errors first, then what there is most of. */
function problemsByRule(all: readonly Problem[]): RuleProblems[] {
  const byRule = new Map<string, Problem[]>();
  for (const problem of all) {
    const known = byRule.get(problem.rule);
    if (known) known.push(problem);
    else byRule.set(problem.rule, [problem]);
  }
  const rank = ({ problems: [first] }: RuleProblems) => severities.indexOf(first?.severity ?? 'hint');
  return [...byRule]
    .map(([rule, problems]) => ({ rule, problems }))
    .sort((a, b) => rank(a) - rank(b) || b.problems.length - a.problems.length);
}

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

async function chooseRule(byRule: readonly RuleProblems[], ui: StepUi): Promise<Choice> {
  const items = byRule.map((of) => ({
    label: `${icons[of.problems[0]?.severity ?? 'hint']} ${titleOf(of.rule)}`,
    description: problemsText(of.problems.length),
    of,
  }));
  const { of } = await ui.pick({ placeholder: vscode.l10n.t('Select the problems to show or fix'), items });
  return { of };
}

const icons: Record<Severity, string> = {
  error: '$(error)',
  warning: '$(warning)',
  info: '$(info)',
  hint: '$(lightbulb)',
};

/** What was looked for on demand is fixed one by one. */
function isFixedWithAll(problem: Problem, dataset: DatasetDocument, found: readonly Problem[]): boolean {
  return !found.includes(problem) && dataset.fixes(problem).some(({ asksPerson }) => !asksPerson);
}

async function chooseProblem(
  choice: Choice,
  isFixable: (problem: Problem) => boolean,
  ui: StepUi,
): Promise<Choice> {
  const { problems = [] } = choice.of ?? {};
  const fixable = problems.filter(isFixable);
  const [only] = problems;
  if (problems.length === 1 && fixable.length === 0 && only) return { ...choice, next: only };
  const fix = {
    label:
      fixable.length === 1
        ? vscode.l10n.t('$(wand) Fix It')
        : vscode.l10n.t('$(wand) Fix All {0}', numberText(fixable.length)),
    description: vscode.l10n.t('can be undone in one step'),
    next: 'fixAll' as const,
  };
  const listed = problems.slice(0, listedAtMost).map((problem) => ({
    label: vscode.l10n.t('Line {0}', numberText(problem.line + 1)),
    description: problem.message,
    next: problem,
  }));
  const items = fixable.length > 0 ? [fix, ...listed] : listed;
  const { next } = await ui.pick({
    placeholder:
      problems.length > listed.length
        ? vscode.l10n.t('Select a problem to go to (the first {0} are listed)', numberText(listed.length))
        : vscode.l10n.t('Select a problem to go to'),
    items,
  });
  return { ...choice, next };
}

async function fixAllOf(rule: string, document: vscode.TextDocument, { datasets }: Authoring): Promise<void> {
  await requireLossless(document);
  const dataset = datasets.get(document);
  if (dataset === undefined) return; // closed while it was asked about
  const wanted = (problem: Problem) => problem.rule === rule;
  const edits = fixAll(dataset, { wanted, document: datasets.optionsOf(document) });
  if (edits.length === 0 || !(await vscode.workspace.applyEdit(workspaceEdit(document.uri, edits)))) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Nothing was changed: these problems must be fixed one by one.'),
    );
    return;
  }
  const left = datasets.get(document)?.problemCount ?? 0;
  void vscode.window.setStatusBarMessage(vscode.l10n.t('Fixed. {0} left.', problemsText(left)), 5000);
}

/** Sideways too: the end of a long line is far from its start. */
function goTo(problem: Problem, editor: vscode.TextEditor): void {
  const range = editor.document.validateRange(shownRange(problem));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
}

function titleOf(rule: string): string {
  return findRule(rule)?.title ?? rule;
}

function nameOf({ uri }: vscode.TextDocument): string {
  return uri.path.split('/').at(-1) ?? '';
}
