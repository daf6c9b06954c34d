import assert from 'node:assert/strict';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import { defaultPairRubric, defaultRubric } from '../../../src/evaluation/judge/rubric';
import { findMetric } from '../../../src/evaluation/metrics/index';
import { targetParameters } from '../../../src/evaluation/parameters';
import { type EvaluationRequest, planEvaluation, resultsFileName } from '../../../src/evaluation/plan';
import { notesOf } from '../../../src/evaluation/report/notes';
import { Results } from '../../../src/evaluation/results/results';
import { generationSettings } from '../../../src/tuning/contract/generationSettings';
import type { PromptedModel } from '../../../src/tuning/contract/prompting';

const price = { prompt: 1, answer: 10, source: 'a page' };
const target = (model: string) => ({ service: 'fake', model, label: model, price });
const lines = Array.from({ length: 10 }, (_, index) =>
  JSON.stringify({ text_input: 'x'.repeat(400), output: index % 2 ? 'yes' : 'no' }),
);

function request(more: Partial<EvaluationRequest> = {}): EvaluationRequest {
  return {
    dataset: { path: 'a.jsonl', text: lines.join('\n') },
    targets: [target('base'), target('tuned')],
    singlePrompts: true,
    parameters: {},
    startedAt: new Date('2026-01-31T10:00:00Z'),
    ...more,
  };
}

describe('the plan of an evaluation', () => {
  it('says what will be asked and what it costs, before anything is asked', () => {
    const { estimate, header } = planEvaluation(request());
    assert.equal(estimate.requests, 20);
    assert.equal(estimate.promptTokens, 2000);
    assert.equal(estimate.outputTokens, 20);
    assert.equal(estimate.dollars, (2000 * 1 + 20 * 10) / 1_000_000);
    assert.deepEqual(header.metrics, ['accuracy', 'latency', 'output-tokens', 'price']);
    assert.equal(planEvaluation(request({ limit: 3 })).estimate.requests, 6);
  });

  it('counts the judge: once for each answer, twice for each pair', () => {
    const targets = ['base', 'tuned', 'other'].map(target);
    const judged = (rubric: string) =>
      planEvaluation(request({ targets, judge: { ...target('judge'), rubric } }));
    assert.equal(judged(defaultRubric).estimate.requests, 30 + 30);
    assert.equal(judged(defaultPairRubric).estimate.requests, 30 + 2 * 20);
    assert.ok(judged(defaultRubric).header.metrics.includes('judge'));
    const free = { service: 'fake', model: 'judge', label: 'judge', rubric: defaultRubric };
    assert.equal(planEvaluation(request({ judge: free })).estimate.dollars, undefined);
  });

  it('leaves conversations out where a model takes single prompts only', () => {
    const turn = (role: string) => ({ role, parts: [{ text: 'hello' }] });
    const contents = (roles: readonly string[]) => JSON.stringify({ contents: roles.map(turn) });
    const text = [contents(['user', 'model']), contents(['user', 'model', 'user', 'model'])].join('\n');
    const dataset = { path: 'a.jsonl', text };
    const { rows, skipped } = planEvaluation(request({ dataset }));
    assert.deepEqual([rows.map(({ line }) => line), skipped.map(({ line }) => line)], [[1], [2]]);
    assert.equal(planEvaluation(request({ dataset, singlePrompts: false })).rows.length, 2);
  });

  it('prices an answer by the tokens that were counted, thoughts too, and in a batch at half', async () => {
    const { header, rows } = planEvaluation(request());
    const counted = { promptTokens: 100, outputTokens: 1, thoughtTokens: 9 };
    const answer = { kind: 'answer' as const, target: 0, text: 'no', finishReason: 'STOP' };
    const results = new Results(header, rows, [
      { ...answer, ...counted, line: 1, milliseconds: 1 },
      { ...answer, line: 2, milliseconds: 1 },
      { ...answer, ...counted, line: 3 },
    ]);
    const scores = scoresOf(results);
    const [first, second, third] = rows;
    const metric = findMetric('price') ?? assert.fail();
    assert.ok(first && second && third);
    assert.equal(scores.score(metric, first, 0), (100 + 10 * 10) / 1_000_000);
    assert.equal(scores.score(metric, second, 0), undefined);
    assert.equal(scores.score(metric, third, 0), (100 + 10 * 10) / 1_000_000 / 2);
    const notes = notesOf({ results, scores, summary: await summarise(results, scores) });
    assert.ok(
      notes.includes(
        'Price of base: $1.00 per 1 million input tokens and $10.00 per 1 million output tokens (a page).',
      ),
      notes.join('\n'),
    );
    assert.match(notes.join('\n'), /^Batch responses cost 50% of that \(.*second-hand\)\.$/m);
  });

  it('says of which model a temperature that was chosen has no effect', async () => {
    const service = {
      promptFeatures: (model: PromptedModel) => ({
        ...{ multiTurn: true, attachments: undefined, functions: true },
        settings: generationSettings(model),
      }),
    };
    const asked = (label: string, temperature?: number) => ({
      ...target(label),
      parameters: targetParameters(
        service,
        { name: label, kind: 'base', baseModel: label },
        temperature === undefined ? {} : { temperature },
      ),
    });
    const notes = async (temperature?: number) => {
      const targets = ['gemini-3.5-flash', 'gemini-3.5-flash-lite'].map((id) => asked(id, temperature));
      const parameters = temperature === undefined ? {} : { temperature };
      const { header, rows } = planEvaluation(request({ targets, parameters }));
      const results = new Results(header, rows, []);
      const scores = scoresOf(results);
      return notesOf({ results, scores, summary: await summarise(results, scores) }).join('\n');
    };
    assert.match(
      await notes(0),
      /^Temperature 0 has no effect on gemini-3\.5-flash-lite: the model ignores it\.$/m,
    );
    assert.doesNotMatch(await notes(), /Temperature/);
  });

  it('says which model answers by the name of another one', async () => {
    const { header, rows } = planEvaluation(
      request({
        targets: [
          { ...target('base'), service: 'geminiApi', model: 'models/gemini-3.5-flash' },
          { ...target('tuned'), service: 'vertexAi', model: 'gemini-3.5-flash' },
        ],
      }),
    );
    const results = new Results(header, rows, []);
    const scores = scoresOf(results);
    const notes = notesOf({ results, scores, summary: await summarise(results, scores) });
    assert.deepEqual(
      notes.filter((note) => note.includes('answered by')),
      ['base was answered by gemini-3.6-flash: that is where the Gemini API routes its requests.'],
    );
  });

  it('names the results after data, model and day, and never a file that is there', () => {
    const name = (taken: readonly string[]) =>
      resultsFileName(
        'a.jsonl',
        { ...target('x'), label: 'Größe: v1/2' },
        new Date('2026-01-31T10:00:00Z'),
        (one) => taken.includes(one),
      );
    const first = name([]);
    assert.match(first, /^a\.[\w.-]+\.2026-01-31\.eval\.jsonl$/);
    assert.match(name([first]), /\.2026-01-31-2\.eval\.jsonl$/);
  });
});
