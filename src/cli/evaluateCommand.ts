// A bundle of its own: what `tunewright evaluate` needs and `tunewright check` does not.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { commandText } from '../base/commandText';
import { heldLock, type Unlock } from '../base/locks/fileLock';
import { counted, grouped } from '../base/numbers';
import { UserError } from '../base/userError';
import { systemClock } from '../base/wakefulTimer';
import { parse } from '../dataset/json/parse';
import type { JsonValue } from '../dataset/json/value';
import { dollarsText } from '../dataset/targets/price';
import { mergeResults } from '../evaluation/compare/merge';
import { scoresOf } from '../evaluation/compare/scores';
import { summarise } from '../evaluation/compare/summary';
import { countUnjudged, isWhole } from '../evaluation/judge/judging';
import { defaultRubric, rubricProblem } from '../evaluation/judge/rubric';
import { SchemaJudge } from '../evaluation/metrics/schemaJudge';
import { namedTarget } from '../evaluation/namedTarget';
import { judgeParameters, targetParameters } from '../evaluation/parameters';
import { type EvaluationPlan, planEvaluation, resultsFileName } from '../evaluation/plan';
import { resultsReports } from '../evaluation/report/index';
import { lockOf, lockResults } from '../evaluation/results/lockResults';
import type { EvaluationTarget, JudgeSetup } from '../evaluation/results/records';
import { batchSentence, type Results } from '../evaluation/results/results';
import { ResultsFile, readResultsFile, recoveredTo } from '../evaluation/results/resultsFile';
import { askServices } from '../evaluation/run/ask';
import { mostRequests, requestsLeft, withoutBatches } from '../evaluation/run/requestLimit';
import { EvaluationRun } from '../evaluation/run/run';
import { readSeen, withTraining } from '../evaluation/trainingFiles';
import type { PromptedModel } from '../tuning/contract/prompting';
import type { GenerationParameters, TuningService } from '../tuning/contract/service';
import { requirePlace } from '../tuning/models/regions';
import { tuningServices } from '../tuning/services/index';
import { Exit, messageOf, UsageError } from './command';
import { connector } from './connection/connector';
import { type ServiceName, serviceNamed } from './connection/serviceName';
import type { EvaluateOptions } from './evaluate';
import { gateFailures, gateOf, isGate, metricNamed } from './evaluationGate';
import { lockAdvice, tellUnlocked } from './lockAdvice';
import { print, tell } from './output';
import { seenSentences } from './trainingFiles';

/** Milliseconds that the jobs are looked for that made the models. */
const patience = 60_000;

export async function perform(options: EvaluateOptions): Promise<Exit> {
  if (!Object.hasOwn(resultsReports, options.format)) {
    throw new UsageError(`Unknown report format "${options.format}".`);
  }
  if (options.region !== undefined) requirePlace(options.region);
  const gate = gateOf(options.required, options.notWorse); // wrong ones are told before anything is asked
  switch (options.work.kind) {
    case 'compare': {
      const [first, second] = await Promise.all(options.work.results.map(readResultsFile));
      if (!first || !second) return Exit.ErrorsFound;
      if (isGate(gate) && first.header.targets.length > 1)
        throw new UsageError(
          `${options.work.results[0]} has several models. With --require or --not-worse, the first results file must have one: the baseline.`,
        );
      return (await report(mergeResults(first, second), options)) ? Exit.Good : Exit.ErrorsFound;
    }
    case 'resume':
      return resume(options.work.results, options);
    case 'new': {
      const file = await start(options.work.dataset, options.work.targets, options);
      const unlock = await lockOrAdvise(file.path, options);
      return runFile(file, options).finally(() => unlock().catch(tellUnlocked));
    }
  }
}

async function resume(path: string, options: EvaluateOptions): Promise<Exit> {
  const unlock = await lockOrAdvise(path, options);
  try {
    const file = await ResultsFile.open(path);
    try {
      await confirmMissing(file, options);
    } catch (error) {
      await file.close();
      throw error;
    }
    return await runFile(file, options);
  } finally {
    await unlock().catch(tellUnlocked);
  }
}

/** @throws UserError that says what can be done about the lock of another process */
async function lockOrAdvise(file: string, { breaksLock }: EvaluateOptions): Promise<Unlock> {
  try {
    return await lockResults(file, breaksLock);
  } catch (error) {
    if (!(error instanceof UserError && error.reason === 'ALREADY_RUNNING')) throw error;
    const advice = lockAdvice(await heldLock(lockOf(file)), 'rows might be requested twice');
    throw new UserError(`${error.message}. ${advice}`, error.reason);
  }
}

async function start(
  dataset: string,
  targets: readonly ServiceName[],
  options: EvaluateOptions,
): Promise<ResultsFile> {
  options.metrics?.forEach(metricNamed);
  const services = tuningServices(connector(options));
  const { training, withSeen, temperature } = options;
  const values = temperature === undefined ? {} : { temperature };
  const asked = (service: TuningService, model: PromptedModel) => targetParameters(service, model, values);
  const found = await Promise.all(targets.map((target) => targetOf(target, services, asked)));
  const named = found.map((target) => withTraining(target, training));
  const startedAt = new Date();
  const folder = path.dirname(dataset);
  const taken = (name: string) => existsSync(path.join(folder, name));
  const [first] = named.slice(-1);
  const file =
    options.out ??
    path.join(folder, first ? resultsFileName(path.basename(dataset), first, startedAt, taken) : '');
  if (existsSync(file))
    throw new UsageError(`${file} already exists. Resume it, or specify another file with --out.`);
  const data = {
    path: path.relative(path.dirname(file), dataset).replaceAll('\\', '/'),
    text: await readFile(dataset, 'utf8'),
  };
  const plan = planEvaluation({
    dataset: data,
    targets: named,
    seen: await readSeen(data, training),
    leaveSeenOut: !withSeen,
    singlePrompts: named.some(
      ({ service }) => services.find(({ id }) => id === service)?.can.multiTurn === false,
    ),
    limit: options.limit,
    metrics: options.metrics,
    parameters: values,
    schema: options.schema === undefined ? undefined : await readSchema(options.schema),
    judge: await judgeOf(options, services),
    startedAt,
  });
  await confirm(plan, options);
  tell(`Saving responses to ${file}`);
  return ResultsFile.create(file, plan.header, plan.rows);
}

/** @param ask what it is asked with */
async function targetOf(
  { service: id, name }: ServiceName,
  services: readonly TuningService[],
  ask: (service: TuningService, model: PromptedModel) => GenerationParameters,
): Promise<EvaluationTarget> {
  const signal = AbortSignal.timeout(patience);
  const { target, isKnown } = await namedTarget(serviceNamed(services, id), name, ask, signal);
  if (!isKnown) tell(`Base model of ${target.label} not found. Its price and minimum thinking are unknown.`);
  return target;
}

async function readSchema(file: string): Promise<JsonValue> {
  const schema = parse(await readFile(file, 'utf8'));
  if (schema === undefined)
    throw new UsageError(`${file} isn't valid JSON, so it can't be used as a JSON Schema.`);
  await new SchemaJudge(schema).check();
  return schema;
}

async function judgeOf(
  { judge, rubric }: EvaluateOptions,
  services: readonly TuningService[],
): Promise<JudgeSetup | undefined> {
  if (judge === undefined) return undefined;
  const text = rubric === undefined ? defaultRubric : await readFile(rubric, 'utf8');
  const problem = rubricProblem(text);
  if (problem !== undefined) throw new UsageError(problem);
  return { ...(await targetOf(judge, services, judgeParameters)), rubric: text };
}

/** Says with numbers what will be asked. Rejects unless the user agrees. */
async function confirm(plan: EvaluationPlan, options: EvaluateOptions): Promise<void> {
  const { requests, promptTokens, outputTokens, dollars } = plan.estimate;
  const price = dollars === undefined ? '' : `, about ${dollarsText(dollars)} by the list prices`;
  const [skipped] = plan.skipped;
  const left = skipped
    ? ` ${counted(plan.skipped.length, 'line')} ${plan.skipped.length === 1 ? 'is' : 'are'} skipped, starting with line ${skipped.line}: ${skipped.reason}`
    : '';
  tell(
    `${requestsText(requests)}, about ${counted(promptTokens, 'input token')} and ${counted(outputTokens, 'output token')}${price}.${left}`,
  );
  for (const sentence of seenSentences(plan)) tell(sentence);
  await agree(options);
}

/** The same of an evaluation that broke off: whoever goes on with it may have begun it elsewhere, or somebody else has. */
async function confirmMissing(file: ResultsFile, options: EvaluateOptions): Promise<void> {
  const { batches } = file.results;
  const results = options.despiteBatch ? withoutBatches(file.results) : file.results;
  if (!options.despiteBatch) for (const batch of batches) tell(batchSentence(batch));
  if (requestsLeft(results) === 0) return;
  const missing = counted(results.missing, 'response');
  const { judge } = results.header;
  const judging = judge
    ? ` ${judge.label} will judge them and ${counted(countUnjudged(results), 'existing response')}.`
    : '';
  const requests = requestsText(requestsLeft(results));
  tell(`${missing} ${results.missing === 1 ? 'is' : 'are'} missing.${judging} ${requests}.`);
  await agree(options);
  if (options.despiteBatch) for (const { id } of batches) await file.append({ kind: 'batchOver', id });
}

/** What is confirmed: no run sends more. */
function requestsText(requests: number): string {
  return `${counted(requests, 'request')} (up to ${grouped(mostRequests(requests))} with retries)`;
}

/** Rejects unless the user agrees to what may cost money; the sandbox costs nothing. */
async function agree(options: EvaluateOptions): Promise<void> {
  if (options.yes || options.sandbox !== undefined) return;
  if (!process.stdin.isTTY)
    throw new UsageError('Google bills these requests to your project. Add --yes to send them.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Google bills these requests to your project. Continue? [y/N] ');
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Canceled. No requests were sent.');
}

async function runFile(file: ResultsFile, options: EvaluateOptions): Promise<Exit> {
  const { results } = file;
  const services = tuningServices(connector(options));
  const run = new EvaluationRun(
    {
      results,
      append: (record) => file.append(record),
      ask: askServices(services, systemClock),
      clock: systemClock,
    },
    { concurrency: options.concurrency, requestsPerMinute: options.rate },
  );
  const interrupt = () => run.cancel();
  process.once('SIGINT', interrupt);
  run.onDidChange(() => showProgress(results, run));
  const end = await run.run();
  process.removeListener('SIGINT', interrupt);
  await file.close();
  if (process.stderr.isTTY) process.stderr.write('\n');
  const { recoveryFile } = file;
  if (recoveryFile !== undefined) tell(recoveredTo(file.path, recoveryFile));
  if (end.kind !== 'done' || !isWhole(results)) {
    if (end.kind === 'stopped') tell(messageOf(end.error));
    tell(
      `${grouped(results.answered)} of ${counted(results.wanted, 'response')} ${results.answered === 1 ? 'is' : 'are'} saved. To continue, run: ${commandText(['evaluate', '--resume', recoveryFile ?? file.path], options)}`,
    );
    return Exit.CouldNotRun;
  }
  const isGood = await report(results, options);
  return isGood && results.failed === 0 && recoveryFile === undefined ? Exit.Good : Exit.ErrorsFound;
}

function showProgress(results: Results, run: EvaluationRun): void {
  if (!process.stderr.isTTY) return;
  const { resting, phase } = run.progress;
  const rest = resting > 0 ? `, rate limited, retrying in ${Math.ceil(resting / 1000)} s` : '';
  const judging = phase === 'judging' ? ', judging' : '';
  process.stderr.write(
    `\r\u001b[K${grouped(results.answered)} of ${counted(results.wanted, 'response')}${judging}${rest}`,
  );
}

/** Resolves to whether the models are as they must be. */
async function report(results: Results, { format, required, notWorse }: EvaluateOptions): Promise<boolean> {
  const scores = scoresOf(results);
  await scores.judge();
  if (scores.problem !== undefined) tell(`${scores.problem} The other metrics are complete.`);
  const summary = await summarise(results, scores);
  await print([resultsReports[format]?.write({ results, scores, summary }) ?? '']);
  const failures = gateFailures(summary, gateOf(required, notWorse));
  for (const failure of failures) tell(failure);
  return failures.length === 0;
}
