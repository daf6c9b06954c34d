import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { planEnding } from '../../../tuning/launch/planNames';
import { isNode } from '../../jobs/commandTargets';

/** More are not listed to choose from. */
const listedAtMost = 500;

/** The plan that a command is for: the one that it was called on, else the one in front, else one that the user picks. */
export async function planMeant(argument: unknown): Promise<vscode.Uri> {
  const [plan] = await plansMeant(argument, undefined, false);
  if (plan === undefined) throw new vscode.CancellationError();
  return plan;
}

/** The same for a command that takes several. @param selected as VS Code passes it: all that are selected with `argument` */
export async function plansMeant(
  argument: unknown,
  selected: unknown,
  canPickMany = true,
): Promise<readonly vscode.Uri[]> {
  const all = (Array.isArray(selected) ? selected : [argument]).flatMap((one) => planIn(one) ?? []);
  if (all.length > 0) return all;
  const inFront = planIn(vscode.window.activeTextEditor?.document.uri);
  return inFront ? [inFront] : pickPlans(canPickMany);
}

function planIn(argument: unknown): vscode.Uri | undefined {
  const uri = isNode(argument) && argument.kind === 'plan' ? vscode.Uri.parse(argument.uri, true) : argument;
  return uri instanceof vscode.Uri && uri.path.endsWith(planEnding) ? uri : undefined;
}

async function pickPlans(canPickMany: boolean): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(`**/*${planEnding}`, '**/node_modules/**', listedAtMost);
  if (found.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'This workspace has no plan ({0}). You can save one from a job, or before you launch it.',
        `*${planEnding}`,
      ),
      'NO_PLAN',
    );
  }
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const placeHolder = canPickMany
    ? vscode.l10n.t('Select the plans to launch. Each is confirmed on its own.')
    : vscode.l10n.t('Select a plan');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, canPickMany });
  const picked: readonly (typeof items)[number][] = [chosen ?? []].flat();
  if (picked.length === 0) throw new vscode.CancellationError();
  return picked.map(({ uri }) => uri);
}
