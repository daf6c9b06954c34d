import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { parse } from '../../../dataset/json/parse';
import type { JsonValue } from '../../../dataset/json/value';
import { defaultPairRubric, defaultRubric, rubricProblem } from '../../../evaluation/judge/rubric';
import { SchemaJudge } from '../../../evaluation/metrics/schemaJudge';
import type { JudgeSetup } from '../../../evaluation/results/records';
import type { RunPace } from '../../../evaluation/run/run';
import type { StepUi } from '../../ui/steps';
import { usualPace } from '../evaluations';
import type { ModelItem } from './modelsToEvaluate';

export interface EvaluationSettings {
  /** Undefined asks all rows. */
  readonly limit: number | undefined;
  readonly pace: RunPace;
  readonly temperature: number | undefined;
  readonly schema: { readonly name: string; readonly value: JsonValue } | undefined;
  readonly judge: JudgeSetup | undefined;
}

interface Row extends vscode.QuickPickItem {
  readonly change?: () => Promise<Partial<EvaluationSettings>>;
}

/** One list with all settings: choosing one changes it, the first row goes on. */
export async function askEvaluationSettings(
  rows: number,
  models: () => Promise<readonly ModelItem[]>,
  ui: StepUi,
): Promise<EvaluationSettings> {
  let settings: EvaluationSettings = {
    limit: undefined,
    pace: usualPace,
    temperature: undefined,
    schema: undefined,
    judge: undefined,
  };
  for (;;) {
    const { limit, pace, temperature, schema, judge } = settings;
    const proceed: Row = { label: vscode.l10n.t('$(check) Use these settings') };
    const items: Row[] = [
      proceed,
      {
        label: vscode.l10n.t('Rows'),
        description: limit === undefined || limit >= rows ? vscode.l10n.t('all {0}', rows) : String(limit),
        detail: vscode.l10n.t('Fewer rows are drawn from the whole file'),
        change: async () => ({
          limit: await askNumber(ui, vscode.l10n.t('How many rows to ask'), limit, 1, rows),
        }),
      },
      {
        label: vscode.l10n.t('Requests at once'),
        description: String(pace.concurrency),
        change: async () => {
          const prompt = vscode.l10n.t('Requests under way at once');
          const concurrency = (await askNumber(ui, prompt, pace.concurrency, 1, 64)) ?? usualPace.concurrency;
          return { pace: { ...pace, concurrency } };
        },
      },
      {
        label: vscode.l10n.t('Requests per minute'),
        description: pace.requestsPerMinute?.toString() ?? vscode.l10n.t('no limit of ours'),
        detail: vscode.l10n.t('When the service refuses more, all requests wait in any case'),
        change: async () => {
          const prompt = vscode.l10n.t('Requests per minute at most');
          const requestsPerMinute = await askNumber(ui, prompt, pace.requestsPerMinute, 1, 60_000);
          return { pace: { ...pace, requestsPerMinute } };
        },
      },
      {
        label: vscode.l10n.t('Temperature'),
        description: temperature?.toString() ?? vscode.l10n.t("the service's choice"),
        detail: vscode.l10n.t('0 gives nearly the same answers each time'),
        change: async () => ({ temperature: await askTemperature(ui, temperature) }),
      },
      {
        label: vscode.l10n.t('Judge'),
        description: judge?.label ?? vscode.l10n.t('none'),
        detail: vscode.l10n.t('A model that scores each answer by a rubric; one more request for each'),
        change: async () => ({ judge: await askJudge(await models(), ui) }),
      },
      {
        label: vscode.l10n.t('JSON schema'),
        description: schema?.name ?? vscode.l10n.t('none'),
        detail: vscode.l10n.t('Measures how many answers match it'),
        change: async () => ({ schema: await askSchema() }),
      },
    ];
    const placeholder = vscode.l10n.t('How to ask; choose a setting to change it');
    const { change } = await ui.pick<Row>({ placeholder, items });
    if (change === undefined) return settings;
    settings = { ...settings, ...(await change()) };
  }
}

/** Undefined when it is left empty. */
async function askNumber(
  ui: StepUi,
  prompt: string,
  value: number | undefined,
  least: number,
  most: number,
): Promise<number | undefined> {
  const typed = await ui.input({
    prompt,
    value: value?.toString() ?? '',
    validate: (text) =>
      text === '' || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most)
        ? undefined
        : vscode.l10n.t('A whole number from {0} to {1}, or nothing.', least, most),
  });
  return typed === '' ? undefined : Number(typed);
}

async function askTemperature(ui: StepUi, value: number | undefined): Promise<number | undefined> {
  const typed = await ui.input({
    prompt: vscode.l10n.t("Temperature, 0 to 2; nothing for the service's choice"),
    value: value?.toString() ?? '',
    validate: (text) =>
      text === '' || (/^\d+(\.\d+)?$/.test(text) && Number(text) <= 2)
        ? undefined
        : vscode.l10n.t('A number from 0 to 2, or nothing.'),
  });
  return typed === '' ? undefined : Number(typed);
}

async function askJudge(models: readonly ModelItem[], ui: StepUi): Promise<JudgeSetup | undefined> {
  const none: ModelItem = { label: vscode.l10n.t('None') };
  const { target } = await ui.pick<ModelItem>({
    placeholder: vscode.l10n.t('Model that judges; best a strong one that is not judged itself'),
    items: [none, ...models],
  });
  if (target === undefined) return undefined;
  const rubric = await askRubric(ui);
  const problem = rubricProblem(rubric);
  if (problem !== undefined) throw new UserError(problem, 'BAD_RUBRIC');
  return { ...target, rubric };
}

async function askRubric(ui: StepUi): Promise<string> {
  type Choice = vscode.QuickPickItem & { readonly read: () => Promise<string> };
  const items: Choice[] = [
    {
      label: vscode.l10n.t('Score each answer'),
      detail: vscode.l10n.t('From 1 to 5, beside the expected answer'),
      read: () => Promise.resolve(defaultRubric),
    },
    {
      label: vscode.l10n.t('Compare with the first model'),
      detail: vscode.l10n.t('Which of two answers is better, asked in both orders'),
      read: () => Promise.resolve(defaultPairRubric),
    },
    { label: vscode.l10n.t('$(folder-opened) A rubric file…'), read: readRubricFile },
    {
      label: vscode.l10n.t('$(edit) Write a Rubric…'),
      detail: vscode.l10n.t('Opens one to change; save it and choose it here next time'),
      read: writeRubric,
    },
  ];
  const placeholder = vscode.l10n.t('What the judge looks at');
  return (await ui.pick<Choice>({ placeholder, items })).read();
}

async function readRubricFile(): Promise<string> {
  const filters = { [vscode.l10n.t('Rubric')]: ['md', 'txt'] };
  return (await readChosen(filters)).text;
}

async function writeRubric(): Promise<never> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: defaultRubric });
  await vscode.window.showTextDocument(document);
  throw new vscode.CancellationError();
}

async function askSchema(): Promise<EvaluationSettings['schema']> {
  const { name, text } = await readChosen({ JSON: ['json'] });
  const value = parse(text);
  if (value === undefined) throw new UserError(vscode.l10n.t('{0} is not JSON.', name), 'BAD_SCHEMA');
  await new SchemaJudge(value).check();
  return { name, value };
}

async function readChosen(filters: Record<string, string[]>): Promise<{ name: string; text: string }> {
  const [uri] = (await vscode.window.showOpenDialog({ filters })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return { name: uri.path.split('/').at(-1) ?? uri.path, text };
}
