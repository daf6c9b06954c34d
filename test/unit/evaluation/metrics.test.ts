import assert from 'node:assert/strict';
import { figureOf } from '../../../src/evaluation/compare/figure';
import { differenceOf, gainOf } from '../../../src/evaluation/compare/pairs';
import { chrfOf } from '../../../src/evaluation/metrics/chrf';
import { classify } from '../../../src/evaluation/metrics/classification';
import { dataFacts } from '../../../src/evaluation/metrics/dataFacts';
import { findMetric, metrics } from '../../../src/evaluation/metrics/index';
import { Labels, plainText } from '../../../src/evaluation/metrics/labels';
import { goodness } from '../../../src/evaluation/metrics/metric';
import { rougeLOf } from '../../../src/evaluation/metrics/rougeL';
import { differenceFigures, meanFigure } from '../../../src/evaluation/report/figures';
import reference from '../../fixtures/evaluation/referenceScores.json';

/** To 4 decimals, as the reference implementations publish them. */
function assertNear(actual: number | undefined, expected: number, what: string): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 0.00005, `${what}: ${actual}, ${expected}`);
}

describe('metrics', () => {
  it(`ROUGE-L is that of ${reference.rougeL.source}`, () => {
    for (const { answer, expected, score } of reference.rougeL.cases) {
      assertNear(rougeLOf(answer, expected), score, answer);
    }
  });

  for (const { source, beta, cases } of reference.chrf) {
    it(`chrF is that of ${source}`, () => {
      for (const { answers, expected, score } of cases) {
        const pairs = answers.map((answer, index) => ({ answer, expected: expected[index] ?? '' }));
        assertNear(chrfOf(pairs, beta), score, answers.join());
      }
    });
  }

  it('chrF weighs recall twice by default: by hand from the formula of Popović 2015', () => {
    // Orders 1 and 2: precision 1 and 1, recall 1/2 and 1/3; longer ones do not fit into the answer.
    const recall = (1 / 2 + 1 / 3) / 2;
    assertNear(chrfOf([{ answer: 'ab', expected: 'abcd' }]), (100 * 5 * recall) / (4 + recall), 'F2');
  });

  it('ROUGE-L does not look at sentences, which ROUGE-Lsum does', () => {
    assertNear(rougeLOf('One two. Three four.', 'Three four. One two.'), 0.5, 'two sentences, swapped');
  });

  it(`classification is that of ${reference.classification.source}`, () => {
    const { classes, expected, answers, ...figures } = reference.classification;
    const rows = expected.map((text, index) => ({ expected: text, answer: answers[index] ?? '' }));
    const found = classify(rows, classes, new Labels(expected));
    for (const key of ['precision', 'recall', 'f1', 'support'] as const) {
      classes.forEach((name, index) => {
        assertNear(found.classes[index]?.[key], figures[key][index] ?? Number.NaN, `${key} of ${name}`);
      });
    }
    assertNear(found.accuracy, figures.accuracy, 'accuracy');
    const { precision, recall, f1 } = found.macro;
    [precision, recall, f1].forEach((value, index) => {
      assertNear(value, figures.macro[index] ?? Number.NaN, 'macro');
    });
    assert.deepEqual(found.counts, figures.counts);
  });

  it('a perfect answer has the best score, whatever the metric', () => {
    const expected = '{"city": "Zürich", "count": 3}';
    const setup = { labels: new Labels([expected]) };
    const calls = [{ name: 'f', args: {} }];
    const perfect = {
      ...{ expected, answer: expected, milliseconds: 1, outputTokens: 1, judgement: 1, price: 1 },
      ...{ expectedCalls: calls, calls },
    };
    const poor = {
      ...{ expected, answer: 'no idea', milliseconds: 9, outputTokens: 9, judgement: 0, price: 9 },
      expectedCalls: calls,
    };
    // The one needs a schema, the other a row that expects words (callMetrics.test.ts).
    for (const metric of metrics.filter(({ id }) => id !== 'schema-match' && id !== 'needless-call')) {
      const [best, worse] = [metric.score(perfect, setup), metric.score(poor, setup)];
      assert.ok(best !== undefined && worse !== undefined, metric.id);
      assert.ok(goodness(metric, best) > goodness(metric, worse), metric.id);
    }
  });

  it('look past case, a full stop, fences and the order of keys where they say so', () => {
    const score = (id: string, expected: string, answer: string) =>
      findMetric(id)?.score({ expected, answer }, { labels: new Labels([expected]) });
    assert.equal(score('exact-match', 'Bug report', ' Bug report\n'), 1);
    assert.equal(score('exact-match', 'Bug report', 'bug report'), 0);
    assert.equal(score('normalised-match', 'Bug report', '**bug  report.**'), 1);
    assert.equal(score('normalised-match', '+', '-'), 0);
    assert.equal(score('valid-json', '', '```json\n{"a": 1}\n```'), 1);
    assert.equal(score('valid-json', '', 'Here it is: {"a": 1}'), 0);
    assert.equal(score('json-match', '{"a": 1, "b": 2}', '{"b":2,"a":1}'), 1);
    for (const [same, ours, theirs] of [
      [1, '[1, 100]', '[1.0, 1e2]'],
      [1, '[12345678901234567890]', '[1234567890123456789e1]'],
      [0, '[12345678901234567890]', '[12345678901234567891]'],
      [0, '[1e999]', '[null]'],
      [0, '[1e999]', '[1e998]'],
      [0, '[0.1]', '[0.10000000000000000001]'],
      [0, '["1"]', '[1]'],
    ] as const)
      assert.equal(score('json-match', ours, theirs), same, `${ours} ${theirs}`);
    assert.equal(score('rouge-l', 'Größe prüfen', 'größe Prüfen'), 1);
  });

  it('of right or wrong say so by their unit, and give 1 or 0', () => {
    const answers = ['Paris', 'paris in France', '{"a": 1}', '{"a": 2}', '', 'the city of Paris is nice'];
    const setup = { labels: new Labels(answers) };
    const graded = new Set<string>();
    for (const metric of metrics.filter(({ unit }) => unit === 'rightOrWrong' || unit === 'share')) {
      for (const expected of answers) {
        for (const answer of answers) {
          const score = metric.score({ expected, answer, judgement: 0.25 }, setup) ?? 0;
          if (score !== 0 && score !== 1) graded.add(metric.unit);
        }
      }
    }
    assert.deepEqual([...graded], ['share']);
  });

  it('show of a length ratio what is compared: how far from 1 it is', () => {
    const metric = findMetric('length-ratio') ?? assert.fail();
    const even = figureOf(metric, [1, 1.1, 0.9, 1]) ?? assert.fail();
    const uneven = figureOf(metric, [0.2, 1.8, 0.1, 1.9]) ?? assert.fail(); // 1 on average
    assert.deepEqual([meanFigure(metric, even), meanFigure(metric, uneven)], ['0.05 from 1', '0.85 from 1']);
    const pairs = [[1, 0.2] as const, [1.1, 1.8] as const];
    const difference = differenceOf(
      metric,
      pairs.map((pair) => gainOf(metric, pair)),
    );
    const shown = differenceFigures(metric, { ...(difference ?? assert.fail()), verdict: 'few' });
    assert.equal(shown.difference, '+0.75');
  });

  it('are proposed by the kind of data', () => {
    const proposed = (expected: readonly string[]) => {
      const facts = dataFacts(expected);
      return metrics.filter((one) => one.applies(facts) && one.isProposed(facts)).map(({ id }) => id);
    };
    const always = ['latency', 'output-tokens'];
    assert.deepEqual(proposed(['yes', 'no', 'yes ', 'no']), ['accuracy', ...always]);
    assert.deepEqual(proposed(['Paris', 'Rome', 'Oslo']), ['exact-match', 'normalised-match', ...always]);
    assert.deepEqual(proposed(['{"a":1}', '[2]']), ['json-match', 'valid-json', ...always]);
    const prose = 'a rather long answer of more than eight words in all';
    assert.deepEqual(proposed([prose, `${prose} again`]), ['rouge-l', 'chrf', 'length-ratio', ...always]);
  });
});

describe('a response that is made to hurt', () => {
  it('is read as a label in time that grows in step with its length', () => {
    /** Milliseconds of processor time, at its best: the machine may be busy. */
    const timeFor = (length: number) => {
      const text = '1.'.repeat(length);
      const times = [1, 2, 3, 4, 5].map(() => {
        const start = process.cpuUsage();
        plainText(text);
        return process.cpuUsage(start).user / 1000;
      });
      return Math.min(...times);
    };
    const short = Math.max(timeFor(2_000), 1);
    assert.ok(timeFor(32_000) < 100 * short, 'sixteen times the length takes over a hundred times as long');
  });
});
