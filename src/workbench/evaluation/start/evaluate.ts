import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { counted } from '../../../base/numbers';
import { dollarsText } from '../../../dataset/targets/price';
import { metrics } from '../../../evaluation/metrics/index';
import type { Metric } from '../../../evaluation/metrics/metric';
import { judgeParameters, targetParameters } from '../../../evaluation/parameters';
import {
  type EvaluationPlan,
  type EvaluationRequest,
  factsOf,
  planEvaluation,
  proposedMetrics,
  resultsFileName,
} from '../../../evaluation/plan';
import type { EvaluationTarget } from '../../../evaluation/results/records';
import { type DatasetRows, datasetRows } from '../../../evaluation/rows';
import { mostRequests } from '../../../evaluation/run/requestLimit';
import { modelIn } from '../../jobs/commandTargets';
import { examplesText, numberText } from '../../ui/numberFormat';
import { runSteps, type Step } from '../../ui/steps';
import type { Workbench } from '../../workbench';
import { showResults } from '../evaluations';
import { askDataset, type DatasetText, datasetOf, readDataset } from './datasetToEvaluate';
import { askEvaluationSettings, type EvaluationSettings } from './evaluationSettings';
import { type ModelItem, modelItems } from './modelsToEvaluate';
import { type BatchOffer, batchLine, batchOffer, chooseBatchBucket } from './offerBatch';
import { hasOthers, seenLinesOf, startLabel } from './seenRows';
import { withParameters } from './targetParameters';
import { trainingOf } from './trainingOf';

interface Choices {
  readonly dataset: DatasetText | undefined;
  readonly rows: DatasetRows | undefined;
  readonly targets: readonly EvaluationTarget[];
  readonly metrics: readonly string[];
  readonly settings: EvaluationSettings | undefined;
}

/** Asks models what a dataset expects: choose, confirm with numbers, run, and look on. */
export async function evaluate(workbench: Workbench, argument: unknown): Promise<void> {
  const uri = datasetOf(argument);
  const known = uri && (await withRows(workbench, await readDataset(uri)));
  const models = modelItems(workbench, modelIn(argument));
  models.catch(() => undefined); // told by the step that waits for it
  const steps: Step<Choices>[] = [
    ...(known ? [] : [chooseDataset(workbench)]),
    chooseTargets(models),
    chooseMetrics,
    chooseSettings(() => models),
  ];
  const start: Choices = {
    dataset: undefined,
    rows: undefined,
    targets: [],
    metrics: [],
    settings: undefined,
  };
  const chosen = await runSteps(vscode.l10n.t('Evaluate Models'), steps, { ...start, ...known });
  const { dataset, settings } = chosen;
  if (dataset === undefined || settings === undefined) return;
  const startedAt = new Date();
  const rows = chosen.rows?.rows ?? [];
  const { targets, seen } = await withProgress(trainingOf(workbench, chosen.targets, dataset, rows));
  const planned = (leaveSeenOut: boolean) =>
    planOf(workbench, { ...chosen, targets }, dataset, settings, { startedAt, seen, leaveSeenOut });
  const all = planned(false);
  const others = hasOthers(all) ? planned(true) : undefined;
  const offer = batchOffer(workbench, others ?? all);
  const confirmedFor = await workbench.launching.confirmedFor(); // it holds for these alone
  const { how, plan } = await confirm(workbench, all, others, offer);
  const bucket = offer && how === 'batch' ? await chooseBatchBucket(offer) : undefined;
  const named = chosen.targets.at(-1);
  const isTaken = (name: string) => existsSync(path.join(dataset.folder, name));
  const file = path.join(
    dataset.folder,
    named ? resultsFileName(dataset.name, named, startedAt, isTaken) : dataset.name,
  );
  if (offer && bucket !== undefined)
    await workbench.batchRuns.begin(file, plan, { parts: offer.parts, bucket, ...confirmedFor });
  else await workbench.evaluations.begin(file, plan, { ...settings.pace, ...confirmedFor });
  await showResults(file);
}

function planOf(
  workbench: Workbench,
  { targets, metrics: ids }: Choices,
  dataset: DatasetText,
  { limit, temperature, schema, judge }: EvaluationSettings,
  more: Pick<EvaluationRequest, 'startedAt' | 'seen' | 'leaveSeenOut'>,
): EvaluationPlan {
  const { services, datasets } = workbench;
  const format = formatOf(datasets, dataset);
  const values = temperature === undefined ? {} : { temperature };
  return planEvaluation({
    dataset: { path: dataset.name, text: dataset.text, ...(format === undefined ? {} : { format }) },
    targets: targets.map((target) =>
      withParameters(workbench, target, (service, model) => targetParameters(service, model, values)),
    ),
    singlePrompts: targets.some(
      ({ service }) => services.find(({ id }) => id === service)?.can.multiTurn === false,
    ),
    limit,
    metrics: schema ? [...ids, 'schema-match'] : ids,
    parameters: values,
    schema: schema?.value,
    judge: judge && withParameters(workbench, judge, judgeParameters),
    ...more,
  });
}

async function withRows(
  workbench: Workbench,
  dataset: DatasetText,
): Promise<Pick<Choices, 'dataset' | 'rows'>> {
  const format = formatOf(workbench.datasets, dataset);
  return { dataset, rows: datasetRows(dataset.text, dataset.name, format) };
}

/** The format that the editor holds the file to, which the user may have chosen. */
function formatOf(datasets: Workbench['datasets'], { uri }: DatasetText): string | undefined {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return document && datasets.get(document)?.format?.id;
}

function chooseDataset(workbench: Workbench): Step<Choices> {
  return async (state, ui) => ({
    ...state,
    ...(await withRows(workbench, await readDataset(await askDataset(ui)))),
  });
}

function chooseTargets(models: Promise<readonly ModelItem[]>): Step<Choices> {
  return async (state, ui) => {
    const chosen = await ui.pickMany<ModelItem>({
      placeholder: vscode.l10n.t('Select models to evaluate. The first one is the baseline.'),
      items: models,
      chosen: ({ isProposed }) => isProposed === true,
      describe: (models) => vscode.l10n.t('The others are compared with {0}', models[0]?.label ?? ''),
    });
    const targets = (await models).flatMap((item) =>
      item.target && chosen.includes(item) ? [item.target] : [],
    );
    return { ...state, targets };
  };
}

const chooseMetrics: Step<Choices> = async (state, ui) => {
  const facts = factsOf(state.rows?.rows ?? [], state.targets, false);
  const proposed = proposedMetrics(facts);
  const items = metrics
    .filter((metric) => metric.applies(facts) && metric.id !== 'judge') // a judge is chosen with its model
    .map((metric) => ({ label: metric.label, detail: metric.description, metric }));
  const chosen = await ui.pickMany<vscode.QuickPickItem & { readonly metric: Metric }>({
    placeholder: vscode.l10n.t('Select metrics (suggested for this kind of dataset)'),
    items,
    chosen: ({ metric }) => proposed.includes(metric),
  });
  const ids = items.filter((item) => chosen.includes(item)).map(({ metric }) => metric.id);
  return { ...state, metrics: ids };
};

function chooseSettings(models: () => Promise<readonly ModelItem[]>): Step<Choices> {
  return async (state, ui) => ({
    ...state,
    settings: await askEvaluationSettings(state.rows?.rows.length ?? 0, models, ui),
  });
}

/** Says with numbers what will be asked, and asks once. Rejects with a `CancellationError` unless the user agrees. */
async function confirm(
  { connections }: Workbench,
  all: EvaluationPlan,
  others: EvaluationPlan | undefined,
  offer: BatchOffer | undefined,
): Promise<{ readonly how: 'now' | 'batch'; readonly plan: EvaluationPlan }> {
  const plan = others ?? all;
  const { header, rows, skipped, estimate } = plan;
  const number = (value: number) => numberText(value);
  const [first] = skipped;
  const detail = [
    header.targets.map(({ label }) => label).join(' · '),
    vscode.l10n.t(
      '{0}, about {1} and {2}',
      counted(estimate.requests, 'request'),
      counted(estimate.promptTokens, 'input token'),
      counted(estimate.outputTokens, 'output token'),
    ),
    vscode.l10n.t(
      'Failed requests are retried: up to {0} requests in total',
      number(mostRequests(estimate.requests)),
    ),
    ...(header.judge ? [vscode.l10n.t('Judge model: {0}', header.judge.label)] : []),
    connections.kind === 'sandbox'
      ? vscode.l10n.t('The sandbox responds with its small stand-in models, at no cost.')
      : estimate.dollars === undefined
        ? vscode.l10n.t('Google bills the requests to your project. Cost: unknown (no published price).')
        : vscode.l10n.t(
            'Google bills the requests to your project: up to about {0} ({1}).',
            dollarsText(estimate.dollars),
            [...new Set([...header.targets, header.judge].flatMap((one) => one?.price?.source ?? []))].join(
              '; ',
            ),
          ),
    ...seenLinesOf(all, others),
    ...(offer ? [batchLine(offer, plan)] : []),
    ...(first
      ? [
          vscode.l10n.t(
            '⚠ {0} lines are skipped, starting with line {1}: {2}',
            number(skipped.length),
            first.line,
            first.reason,
          ),
        ]
      : []),
  ].join('\n');
  const start = startLabel(all, others);
  const everything = vscode.l10n.t('Evaluate All {0}', number(all.rows.length));
  const question = vscode.l10n.t(
    'Evaluate {0} on {1}?',
    counted(header.targets.length, 'model'),
    examplesText(rows.length),
  );
  const batch = vscode.l10n.t('Send as Batch');
  const ways = [start, ...(offer ? [batch] : []), ...(others ? [everything] : [])];
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, ...ways);
  if (answer === undefined) throw new vscode.CancellationError();
  return { how: answer === batch ? 'batch' : 'now', plan: answer === everything ? all : plan };
}

/** Training files may be large. */
function withProgress<Result>(work: Promise<Result>): Thenable<Result> {
  const title = vscode.l10n.t('Looking for rows in the training data');
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => work);
}
