import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { commandText } from '../../base/commandText';
import { allOf, counted, grouped } from '../../base/numbers';
import { systemClock } from '../../base/wakefulTimer';
import { largestText } from '../../dataset/files/largestText';
import { dollarsText } from '../../dataset/targets/price';
import { scoresOf } from '../../evaluation/compare/scores';
import { summarise } from '../../evaluation/compare/summary';
import { namedTarget } from '../../evaluation/namedTarget';
import { targetParameters } from '../../evaluation/parameters';
import { type EvaluationPlan, planEvaluation, resultsFileName } from '../../evaluation/plan';
import { markdownReport } from '../../evaluation/report/markdown';
import { lockResults } from '../../evaluation/results/lockResults';
import type { Results } from '../../evaluation/results/results';
import { ResultsFile } from '../../evaluation/results/resultsFile';
import { askServices } from '../../evaluation/run/ask';
import { mostRequests } from '../../evaluation/run/requestLimit';
import { EvaluationRun } from '../../evaluation/run/run';
import { readSeen, withTraining } from '../../evaluation/trainingFiles';
import { asData, sentenceOfError, shortened } from '../answer';
import { fileInput } from '../file';
import type { Host, ToolFile, ToolProgress } from '../host';
import { modelInput, named } from '../services';
import { tool } from '../tool';
import { ToolRefusal } from '../toolRefusal';

const usualRows = 20;
const concurrency = 4;
/** Characters of the report. */
const longestReport = 12_000;

export const evaluateModels = tool({
  name: 'evaluate_models',
  title: 'Evaluate Models',
  description:
    'Has one to three models answer held-out examples and scores the answers against the expected ones, with confidence intervals. Name the training files, so that rows seen in training are left out. Google bills each request, so the user is asked first with numbers. Responses are saved in a results file next to the dataset.',
  writes: true,
  sends: true,
  costs: true,
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      models: { type: 'array', items: modelInput, minItems: 1, maxItems: 3 },
      training: {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        maxItems: 5,
        description: 'Paths of the files that the models were tuned on.',
      },
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 100,
        description: `How many rows, drawn from the whole file. Default: ${usualRows}.`,
      },
    },
    required: ['file', 'models'],
    additionalProperties: false,
  },
  run: ({ file: name, models, training = [], limit = usualRows }, host, signal) =>
    host.withFile(name, async (file) => {
      await requireSmall(file);
      const asked = await Promise.all(models.map((model) => named(host, model)));
      const targets = await Promise.all(
        asked.map(async (one) => {
          const ask: Parameters<typeof namedTarget>[2] = (service, model) =>
            targetParameters(service, model, {});
          return (await namedTarget(one.service, one.name, ask, signal)).target;
        }),
      );
      const text = await readFile(file.path, 'utf8');
      const dataset = { path: path.basename(file.place), text };
      const startedAt = new Date();
      const { seen, places } = await seenIn(host, dataset, training);
      const plan = planEvaluation({
        dataset,
        targets: targets.map((target) => withTraining(target, training)),
        seen,
        leaveSeenOut: true,
        singlePrompts: asked.some(({ service }) => !service.can.multiTurn),
        limit,
        parameters: {},
        startedAt,
      });
      const rest = ['--limit', `${limit}`, ...places.flatMap((place) => ['--training', place])];
      const byHand = ['evaluate', file.place, ...models.flatMap((model) => ['--target', model]), ...rest];
      if (asked.some(({ isSandbox }) => !isSandbox))
        await host.consent({
          message: questionOf(plan, file.name, models),
          byHand: `run: ${commandText(byHand, host.where)}`,
        });
      const results = await run(host, { file, plan, startedAt }, signal);
      return await textOf(results);
    }),
});

/** All of it is held in memory, and in VS Code that is the memory of all extensions. @throws ToolRefusal */
async function requireSmall({ path: file, place, name }: ToolFile): Promise<void> {
  if ((await stat(file)).size > largestText)
    throw new ToolRefusal(
      `${name} is larger than 50 MB. The user can evaluate on it: ${commandText(['evaluate', place])}`,
    );
}

async function seenIn(
  host: Host,
  dataset: { readonly path: string; readonly text: string },
  training: readonly string[],
) {
  const each = await Promise.all(
    training.map((name) =>
      host.withFile(name, async (file) => {
        await requireSmall(file);
        return { place: file.place, seen: await readSeen(dataset, [file.path]) };
      }),
    ),
  );
  return {
    places: each.map(({ place }) => place),
    seen: new Map(each.flatMap(({ seen }) => [...seen])),
  };
}

function questionOf({ estimate, rows }: EvaluationPlan, name: string, models: readonly string[]): string {
  const { requests, promptTokens, outputTokens, dollars } = estimate;
  const price =
    dollars === undefined
      ? l10n.t('The price is unknown.')
      : l10n.t('The list price is about {0}.', dollarsText(dollars));
  return l10n.t(
    'Evaluate {0} on {1} of {2}? {3} (up to {4} with retries), about {5} and {6}. {7} Google bills them to your project.',
    allOf(models),
    counted(rows.length, 'row'),
    name,
    counted(requests, 'request'),
    grouped(mostRequests(requests)),
    counted(promptTokens, 'input token'),
    counted(outputTokens, 'output token'),
    price,
  );
}

interface Evaluation {
  readonly file: ToolFile;
  readonly plan: EvaluationPlan;
  readonly startedAt: Date;
}

interface Done {
  readonly results: Results;
  readonly path: string;
}

/** Each answer is kept as it comes: what ends it loses none that was paid for. */
async function run(host: Host, { file, plan, startedAt }: Evaluation, signal: AbortSignal): Promise<Done> {
  signal.throwIfAborted(); // asking takes its time, and nobody may want the answers any more
  const [target] = plan.header.targets.slice(-1);
  const folder = path.dirname(file.place);
  const isTaken = (one: string) => existsSync(path.join(folder, one));
  const base = target ? resultsFileName(path.basename(file.place), target, startedAt, isTaken) : '';
  const { path: place } = await host.newFile(path.join(folder, base));
  const { services } = await host.services();
  const results = await ResultsFile.create(place, plan.header, plan.rows);
  const unlock = await lockResults(place);
  try {
    const evaluation = new EvaluationRun(
      {
        results: results.results,
        append: (record) => results.append(record),
        ask: askServices(services, systemClock),
        clock: systemClock,
      },
      { concurrency },
    );
    evaluation.onDidChange(() => host.report?.(progressOf(results.results)));
    const cancel = () => evaluation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const end = await evaluation.run().finally(() => signal.removeEventListener('abort', cancel));
    const own = results.recoveryFile ?? place;
    if (end.kind === 'done') return { results: results.results, path: own };
    const why = end.kind === 'stopped' ? sentenceOfError(end.error) : 'It was canceled.';
    throw new ToolRefusal(
      `${why} ${results.results.answered} of ${results.results.wanted} responses are saved in ${own}. ${resumeHint(host, own)}`,
    );
  } finally {
    // The responses are saved, and the agent gets them.
    await results.close().finally(() => unlock().catch(() => {}));
  }
}

function resumeHint({ where }: Host, file: string): string {
  if (!where) return 'To continue, the user opens that file in VS Code and selects Resume.';
  return `To continue, the user runs: ${commandText(['evaluate', '--resume', file], where)}`;
}

function progressOf({ answered, failed, wanted }: Results): ToolProgress {
  return { done: answered + failed, of: wanted, message: `Responses: ${answered} of ${wanted}` };
}

async function textOf({ results, path: place }: Done): Promise<string> {
  const scores = scoresOf(results);
  await scores.judge();
  const report = markdownReport.write({ results, scores, summary: await summarise(results, scores) });
  return [
    `Responses: ${results.answered} of ${results.wanted}, failed: ${results.failed}. Saved in ${place}; the user can open it in VS Code.`,
    asData('the report, with names and classes out of the data', [shortened(report, longestReport)]),
  ].join('\n');
}
