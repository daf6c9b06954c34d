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
    const proceed: Row = { label: vscode.l10n.t('$(check) Continue with these settings') };
    const items: Row[] = [
      proceed,
      {
        label: vscode.l10n.t('Rows'),
        description: limit === undefined || limit >= rows ? vscode.l10n.t('all {0}', rows) : String(limit),
        detail: vscode.l10n.t('A smaller number is sampled from the whole file'),
        change: async () => ({
          limit: await askNumber(ui, vscode.l10n.t('Number of rows to evaluate'), limit, 1, rows),
        }),
      },
      {
        label: vscode.l10n.t('Concurrent requests'),
        description: String(pace.concurrency),
        change: async () => {
          const prompt = vscode.l10n.t('Number of concurrent requests');
          const concurrency = (await askNumber(ui, prompt, pace.concurrency, 1, 64)) ?? usualPace.concurrency;
          return { pace: { ...pace, concurrency } };
        },
      },
      {
        label: vscode.l10n.t('Requests per minute'),
        description: pace.requestsPerMinute?.toString() ?? vscode.l10n.t('unlimited'),
        detail: vscode.l10n.t("Requests always wait when the service's rate limit is reached"),
        change: async () => {
          const prompt = vscode.l10n.t('Maximum requests per minute');
          const requestsPerMinute = await askNumber(ui, prompt, pace.requestsPerMinute, 1, 60_000);
          return { pace: { ...pace, requestsPerMinute } };
        },
      },
      {
        label: vscode.l10n.t('Temperature'),
        description: temperature?.toString() ?? vscode.l10n.t('service default'),
        detail: vscode.l10n.t('At 0, responses are nearly the same each time'),
        change: async () => ({ temperature: await askTemperature(ui, temperature) }),
      },
      {
        label: vscode.l10n.t('Judge model'),
        description: judge?.label ?? vscode.l10n.t('none'),
        detail: vscode.l10n.t(
          'A model that scores each response by a rubric (one extra request per response)',
        ),
        change: async () => ({ judge: await askJudge(await models(), ui) }),
      },
      {
        label: vscode.l10n.t('JSON Schema'),
        description: schema?.name ?? vscode.l10n.t('none'),
        detail: vscode.l10n.t('Measures how many responses match the schema'),
        change: async () => ({ schema: await askSchema() }),
      },
    ];
    const placeholder = vscode.l10n.t('Select a setting to change');
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
        : vscode.l10n.t('Enter a whole number from {0} to {1}, or leave empty.', least, most),
  });
  return typed === '' ? undefined : Number(typed);
}

async function askTemperature(ui: StepUi, value: number | undefined): Promise<number | undefined> {
  const typed = await ui.input({
    prompt: vscode.l10n.t('Temperature from 0 to 2. Leave empty to use the service default.'),
    value: value?.toString() ?? '',
    validate: (text) =>
      text === '' || (/^\d+(\.\d+)?$/.test(text) && Number(text) <= 2)
        ? undefined
        : vscode.l10n.t('Enter a number from 0 to 2, or leave empty.'),
  });
  return typed === '' ? undefined : Number(typed);
}

async function askJudge(models: readonly ModelItem[], ui: StepUi): Promise<JudgeSetup | undefined> {
  const none: ModelItem = { label: vscode.l10n.t('None') };
  const { target } = await ui.pick<ModelItem>({
    placeholder: vscode.l10n.t("Select a judge model, preferably a strong model that isn't being evaluated"),
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
      label: vscode.l10n.t('Score each response'),
      detail: vscode.l10n.t('From 1 to 5, compared with the expected response'),
      read: () => Promise.resolve(defaultRubric),
    },
    {
      label: vscode.l10n.t('Compare with the baseline'),
      detail: vscode.l10n.t('Which of two responses is better, judged in both orders'),
      read: () => Promise.resolve(defaultPairRubric),
    },
    { label: vscode.l10n.t('$(folder-opened) Rubric file…'), read: readRubricFile },
    {
      label: vscode.l10n.t('$(edit) Write a rubric…'),
      detail: vscode.l10n.t('Opens a rubric to edit. Save it, and then select it here next time.'),
      read: writeRubric,
    },
  ];
  const placeholder = vscode.l10n.t('Select how the judge model compares responses');
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
  if (value === undefined) throw new UserError(vscode.l10n.t("{0} isn't valid JSON.", name), 'BAD_SCHEMA');
  await new SchemaJudge(value).check();
  return { name, value };
}

async function readChosen(filters: Record<string, string[]>): Promise<{ name: string; text: string }> {
  const [uri] = (await vscode.window.showOpenDialog({ filters })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return { name: uri.path.split('/').at(-1) ?? uri.path, text };
}
