// What a model answers, and what stands in a results file, is measured and written in time that grows in step with it.
import assert from 'node:assert/strict';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { readVerdict } from '../../../src/evaluation/judge/judging';
import { defaultPairRubric, defaultRubric } from '../../../src/evaluation/judge/rubric';
import { metrics } from '../../../src/evaluation/metrics/index';
import { Labels } from '../../../src/evaluation/metrics/labels';
import type { AnsweredRow } from '../../../src/evaluation/metrics/metric';
import { resultsReports } from '../../../src/evaluation/report/index';
import { readResults } from '../../../src/evaluation/results/readResults';
import type { EvaluationHeader } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';
import type { FunctionCall } from '../../../src/tuning/contract/functions';
import { hurtingTexts, inStep, LIMIT, type Make } from '../inStep';

const setup = { labels: new Labels([]), matchesSchema: () => true };

/** Metrics that grow out of step up to a size that takes half a second, and measure nothing beyond it. */
const bounded: Readonly<Record<string, string>> = { 'rouge-l': 'so many pairs of words' };

/** Lists of calls, each with as many as fit into the length. */
const calls: Record<string, (index: number) => FunctionCall> = {
  'the same call': () => ({ name: 'f', args: { x: 1 } }),
  'calls of one function': (index) => ({ name: 'f', args: { x: index } }),
  'calls of many functions': (index) => ({ name: `f${index}`, args: { x: index } }),
};

describe('time of an evaluation grows in step with its answers', function () {
  this.timeout(LIMIT);

  for (const [name, make] of Object.entries(hurtingTexts)) {
    it(`of texts: ${name}`, () => {
      for (const metric of metrics.filter(({ id }) => !Object.hasOwn(bounded, id)))
        inStep(metric.id, make, (text) => {
          // Never the same: then there would be nothing to read.
          const [expected, answer] = [`${text.slice(text.length / 2)} other`, text.slice(0, text.length / 2)];
          metric.score({ expected, answer, hasTools: false }, setup);
        });
      inStep('labels', make, (text) => new Labels([text]).find(`${text} `));
      inStep('a judge’s score', make, (text) => readVerdict(defaultRubric, [text]));
      inStep('a judge’s preference', make, (text) => readVerdict(defaultPairRubric, [text, text]));
      for (const [id, report] of Object.entries(resultsReports))
        inStep(`the report ${id}`, make, (text) => {
          const results = resultsOf(text);
          report.write({ results, scores: scoresOf(results), summary: [] });
        });
      const file = (length: number) => {
        const { header, rows } = resultsOf(make(length));
        return `${[header, ...rows].map((record) => JSON.stringify(record)).join('\n')}\n`;
      };
      inStep('a results file', file, (text) => readResults(text, 'a.eval.jsonl'));
    });
  }

  it('or there is no figure: ROUGE-L of two texts that are too long', () => {
    const long = 'a '.repeat(2 << 20);
    const start = process.cpuUsage();
    const metric = metrics.find(({ id }) => id === 'rouge-l');
    assert.equal(metric?.score({ expected: long, answer: long }, setup), undefined);
    assert.ok(process.cpuUsage(start).user < 10_000_000);
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`of ${name}`, () => {
      const make: Make = (length) => JSON.stringify(Array.from({ length: length / 40 }, (_, i) => call(i)));
      for (const metric of metrics)
        inStep(metric.id, make, (text) => {
          const given: FunctionCall[] = JSON.parse(text);
          const expectedCalls = given.map(({ name, args }) => ({ name, args: { ...args, y: 1 } })).reverse();
          const row: AnsweredRow = { expected: '', answer: '', hasTools: true, expectedCalls, calls: given };
          metric.score(row, setup);
        });
    });
  }
});

function resultsOf(text: string): Results {
  const header: EvaluationHeader = {
    kind: 'evaluation',
    version: 1,
    startedAt: '2026-11-28T00:00:00Z',
    dataset: { path: text.slice(0, text.length / 4), format: 'geminiApi', sha256: '' },
    targets: [{ service: 'vertexAi', model: 'm', label: text.slice(0, text.length / 4) }],
    parameters: {},
    metrics: [],
    rows: 1,
  };
  const half = text.slice(0, text.length / 4);
  const turns = [{ role: 'user' as const, text: half }];
  const row = { kind: 'row' as const, line: 1, prompt: { systemInstruction: half, turns }, expected: half };
  const answer = { kind: 'answer' as const, line: 1, target: 0, text: half, finishReason: 'STOP' };
  return new Results(header, [row], [{ ...answer, milliseconds: 1 }]);
}
