import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { formats } from '../../../../src/dataset/formats/index';
import { defaultTarget, findTarget, sources, targets } from '../../../../src/dataset/targets/target';
import { isCurrent } from '../../../../src/tuning/retirement';

/** Google's own words, from its pages of autumn 2026: written by hand, not from the table. */
const asGoogleSays = [
  ['gemini-3.5-flash', [1, 2, 4, 8, 16], ['us-central1', 'europe-west4'], 10, 1.5, 9, 1.5],
  ['gemini-3.1-flash-lite', [1, 2, 4, 8, 16], ['us-central1', 'europe-west4'], 3, 0.25, 1.5, 1.5],
  ['gemini-2.5-flash', [1, 2, 4, 8, 16], undefined, 5, 0.3, 2.5, 1],
  ['gemini-2.5-flash-lite', [1, 2, 4, 8, 16], undefined, 1.5, 0.1, 0.4, 1],
  ['gemini-2.5-pro', [1, 2, 4, 8], undefined, 25, 1.25, 10, 1],
] as const;

describe('the table of models', () => {
  it('has what Google says of each model that can be tuned', () => {
    for (const [id, sizes, regions, training, prompt, answer, tuned] of asGoogleSays) {
      const target = findTarget(id) ?? assert.fail(id);
      assert.deepEqual(target.adapterSizes?.value, sizes, id);
      assert.deepEqual(target.regions?.value, regions, id);
      assert.equal(target.trainingPrice?.value, training, id);
      assert.equal(target.promptPrice?.value, prompt, id);
      assert.equal(target.answerPrice?.value, answer, id);
      assert.equal(target.tunedFactor?.value, tuned, id);
      assert.equal(target.exampleTokens?.value, 131_072, id);
      assert.equal(target.rows?.value, 10_000_000, id);
      assert.equal(target.multimodalRows?.value, 300_000, id);
      assert.equal(target.fileBytes?.value, 2 ** 30, id);
      assert.deepEqual(target.validationShare?.value, { beyond: 1000, share: 0.3 }, id);
      assert.equal(target.customerKeys?.value, id.startsWith('gemini-2.5'), id);
    }
  });

  it('knows both dates of a model, and models that are only prompted', () => {
    const { closesToNew, retires } = findTarget('publishers/google/models/gemini-2.5-flash') ?? assert.fail();
    assert.deepEqual([closesToNew?.value, retires?.value], ['2026-10-20', '2027-03-31']);
    for (const id of ['gemini-3.6-flash', 'gemini-3.7-flash', 'gemini-3.8-flash', 'gemini-3.1-pro-preview'])
      assert.deepEqual(findTarget(id)?.formats, [], id);
    assert.deepEqual(findTarget('gemini-3.5-flash')?.tunedServedAt?.value, {
      'us-central1': 'us',
      'europe-west4': 'eu',
    });
  });

  it('names where each figure was read, and when', () => {
    const used = new Set(
      readFileSync('src/dataset/targets/targets.json', 'utf8').match(/(?<="source": ")[^"]+/g),
    );
    assert.deepEqual(Object.keys(sources).toSorted(), [...used].toSorted(), 'each source is used');
    for (const [key, { title, asOf, address }] of Object.entries(sources)) {
      assert.match(asOf, /^20\d\d(-\d\d(-\d\d)?)?$/, key);
      assert.ok(title.length > 10, key);
      assert.match(address ?? 'https://', /^https:\/\//, key);
    }
    for (const target of targets) {
      for (const [name, figure] of Object.entries(target)) {
        if (typeof figure !== 'object' || Array.isArray(figure)) continue;
        assert.ok('value' in figure && figure.asOf && figure.source, `${target.id}: ${name}`);
      }
    }
  });

  it('proposes no model that new projects cannot use, on the day of this test', () => {
    for (const { id } of formats) {
      const target = defaultTarget(id);
      const only = targets.filter((one) => one.formats.includes(id) && !one.retired);
      if (target === undefined || !only.some((one) => isCurrent(one, Date.now()))) continue;
      assert.ok(isCurrent(target, Date.now()), `${target.label} is past its date: put a current model first`);
    }
    assert.equal(defaultTarget('vertexContents')?.id, 'gemini-3.5-flash');
  });
});
