import assert from 'node:assert/strict';
import {
  answerPrice,
  billableTokens,
  priceOfTokens,
  priceToday,
  trainingPrice,
} from '../../../../src/dataset/targets/price';
import { findTarget, type Target } from '../../../../src/dataset/targets/target';

const target: Target = { id: 'x', label: 'X', service: 'vertexAi', formats: [] };
const day = '2026-11-28';

describe('the price of a training', () => {
  it('comes from the list price, and is unknown without one', () => {
    const priced = { ...target, trainingPrice: { value: 5, asOf: '2026', source: 'test' } };
    assert.deepEqual(trainingPrice(2_000_000, priced), { dollars: 10, source: 'test, 2026' });
    assert.equal(trainingPrice(2_000_000, target), undefined);
    assert.equal(trainingPrice(2_000_000, undefined), undefined);
  });

  it('is what a person computes by hand from Google’s pages', () => {
    // 3.1 Flash-Lite, the recorded job of 17.5 million billed tokens: 17.5 × $3.
    assert.equal(trainingPrice(17_500_000, findTarget('gemini-3.1-flash-lite'))?.dollars, 52.5);
    // 3.5 Flash, 400 examples of 250 tokens, 4 epochs: 0.4 million × $10.
    assert.equal(trainingPrice(400 * 250 * 4, findTarget('gemini-3.5-flash'))?.dollars, 4);
    // Preference on 2.5 Flash: 1,000 rows of 600 prompt tokens and two answers of 200: 1,000 × (2 × 600 + 400) = 1.6 million × $5.
    const billed = billableTokens(1_000_000, 0.6, true);
    assert.equal(billed, 1_600_000);
    const price = trainingPrice(billed, findTarget('gemini-2.5-flash'));
    assert.equal(price?.dollars, 8);
    assert.match(price?.source ?? '', /pricing, as others read it, 2026-09-27, second-hand$/);
  });
});

describe('the price of answers', () => {
  it('is the list price of both sides, and unknown when one is', () => {
    const figure = (value: number) => ({ value, asOf: '2026-09', source: 'a page' });
    const asked = { isTuned: true, isRegional: true, day };
    const price = answerPrice({ ...target, promptPrice: figure(0.3), answerPrice: figure(2.5) }, asked);
    assert.deepEqual(price, { prompt: 0.3, answer: 2.5, source: 'a page, 2026-09' });
    assert.equal(priceOfTokens(price, 2_000_000, 100_000), 0.85);
    assert.equal(answerPrice({ ...target, promptPrice: figure(0.3) }, asked), undefined);
    assert.equal(answerPrice(undefined, asked), undefined);
  });

  it('is half as much again for a tuned Gemini 3, and a tenth more outside "global"', () => {
    const of = (id: string, isTuned: boolean, isRegional: boolean, on = day) => {
      const price = answerPrice(findTarget(id), { isTuned, isRegional, day: on });
      return price && [price.prompt, price.answer].map((value) => Number(value.toFixed(6)));
    };
    assert.deepEqual(of('gemini-3.5-flash', false, false), [1.5, 9]);
    assert.deepEqual(of('gemini-3.5-flash', false, true), [1.65, 9.9]);
    assert.deepEqual(of('gemini-3.5-flash', true, true), [2.475, 14.85]);
    assert.deepEqual(of('gemini-2.5-flash', true, true), [0.3, 2.5]);
    assert.deepEqual(of('gemini-3.5-flash', true, true, '2026-06-30'), [2.25, 13.5], 'before the surcharge');
    assert.deepEqual(of('gemini-3.8-flash', false, false), [0.75, 3.75]);
    assert.deepEqual(of('gemini-3.8-flash', false, false, '2027-01-01'), [1.5, 7.5]);
  });

  it('is that of the model that answers by the name of another one', () => {
    const of = (service: string, baseModel: string, isTuned = false) =>
      priceToday({ service, baseModel, isTuned });
    assert.deepEqual(of('geminiApi', 'models/gemini-3.5-flash'), of('geminiApi', 'models/gemini-3.6-flash'));
    assert.notDeepEqual(of('vertexAi', 'gemini-3.5-flash'), of('vertexAi', 'gemini-3.6-flash'));
    assert.ok((of('vertexAi', 'gemini-3.5-flash', true)?.answer ?? 0) > 13);
  });
});
