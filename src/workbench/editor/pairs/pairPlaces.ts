import * as vscode from 'vscode';
import { partnerOf, sideOf } from '../../../dataset/files/pairNames';
import { readPlan } from '../../../tuning/launch/plan';
import { planEnding } from '../../../tuning/launch/planNames';
import { isPeek } from '../documents/jsonlFiles';

const plansAtMost = 200;

/** The other file of a pair of training and validation: as a plan says, else by the names; undefined without one. */
export async function findPartner(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const { training, validation } = (await findInPlans(uri)) ?? {};
  return (training && isSame(training, uri) ? validation : training) ?? (await findByName(uri));
}

/** The validation file for a training file. */
export async function findValidation(training: vscode.Uri): Promise<vscode.Uri | undefined> {
  return (await isValidation(training)) ? undefined : findPartner(training);
}

/** As a plan says, else by its name. */
export async function isValidation(uri: vscode.Uri): Promise<boolean> {
  const planned = await findInPlans(uri);
  return planned ? isSame(planned.validation, uri) : sideOf(nameOf(uri)) === 'validation';
}

async function findByName(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const name = nameOf(uri);
  if (uri.scheme === 'untitled' || isPeek({ uri })) return undefined;
  const folder = vscode.Uri.joinPath(uri, '..');
  const files = await vscode.workspace.fs.readDirectory(folder);
  const partner = partnerOf(
    name,
    files.flatMap(([other, type]) => (type & vscode.FileType.File ? [other] : [])),
  );
  return partner === undefined ? undefined : vscode.Uri.joinPath(folder, partner);
}

async function findInPlans(uri: vscode.Uri): Promise<Pair | undefined> {
  const plans = await vscode.workspace.findFiles(`**/*${planEnding}`, '**/node_modules/**', plansAtMost);
  for (const plan of plans.sort((a, b) => a.path.localeCompare(b.path))) {
    const pair = await readPair(plan);
    if (pair && (isSame(pair.training, uri) || isSame(pair.validation, uri))) return pair;
  }
  return undefined;
}

interface Pair {
  readonly training: vscode.Uri;
  readonly validation: vscode.Uri;
}

/** Undefined when the plan names no two files that can be read here; a plan that is not right is left to its own checks. */
async function readPair(plan: vscode.Uri): Promise<Pair | undefined> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(plan));
    const { dataset, validation } = readPlan(text, nameOf(plan));
    if (validation === undefined || [dataset, validation].some((file) => file.startsWith('gs://')))
      return undefined;
    const resolve = (file: string) => vscode.Uri.joinPath(plan, '..', file.replaceAll('\\', '/'));
    return { training: resolve(dataset), validation: resolve(validation) };
  } catch {
    return undefined;
  }
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

function nameOf({ path }: vscode.Uri): string {
  return path.split('/').at(-1) ?? '';
}
