import assert from 'node:assert/strict';
import { partnerOf, sideOf } from '../../../../src/dataset/files/pairNames';

describe('names of pairs', () => {
  const pairs: [training: string, validation: string][] = [
    ['faq.train.jsonl', 'faq.validation.jsonl'],
    ['train.jsonl', 'val.jsonl'],
    ['openai_gsm8k_chat_train.jsonl', 'openai_gsm8k_chat_validation.jsonl'],
    ['Train-2024.ndjson', 'dev-2024.ndjson'],
    ['training data.jsonl', 'validation data.jsonl'],
    ['train_strain.train.jsonl', 'train_strain.eval.jsonl'],
  ];
  for (const [training, validation] of pairs) {
    it(`takes ${training} and ${validation} for one`, () => {
      assert.equal(partnerOf(training, [training, 'other.jsonl', validation]), validation);
      assert.equal(partnerOf(validation, [training, 'other.jsonl', validation]), training);
      assert.deepEqual([sideOf(training), sideOf(validation)], ['training', 'validation']);
    });
  }

  it('takes a plain name for the training file of a validation file that is named after it', () => {
    for (const validation of ['faq.validation.jsonl', 'faq_val.jsonl', 'faq heldout.jsonl']) {
      assert.equal(partnerOf('faq.jsonl', ['faq.jsonl', validation, 'validation.jsonl']), validation);
      assert.equal(partnerOf(validation, ['faq.jsonl', validation, 'other.jsonl']), 'faq.jsonl');
    }
    // What was split holds both of its parts.
    const split = ['faq.jsonl', 'faq.train.jsonl', 'faq.validation.jsonl'];
    assert.equal(partnerOf('faq.jsonl', split), undefined);
    assert.equal(partnerOf('faq.validation.jsonl', split), 'faq.train.jsonl');
  });

  it('takes no others for one', () => {
    const names = [
      'faq.train.jsonl',
      'faq.validation.json',
      'faq.jsonl',
      'shop.validation.jsonl',
      'retrain.jsonl',
    ];
    for (const name of names) assert.equal(partnerOf(name, names), undefined, name);
  });

  it('prefers validation to a test file', () => {
    const names = ['a.test.jsonl', 'a.validation.jsonl', 'a.train.jsonl'];
    assert.equal(partnerOf('a.train.jsonl', names), 'a.validation.jsonl');
    assert.equal(partnerOf('a.test.jsonl', names), 'a.train.jsonl');
  });
});
