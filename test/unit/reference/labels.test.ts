import assert from 'node:assert/strict';
import { Labels } from '../../../src/evaluation/metrics/labels';
import { seededRandom } from '../../../src/evaluation/seededRandom';
import { askReference, hasPython } from '../../reference/askReference';

/** Labels of one data set that a person tells apart; a model that takes one for another is wrong. */
const families: readonly (readonly string[])[] = [
  ['-1', '0', '1', '+1'],
  ['−1', '1', '±1'],
  ['<=50K', '>50K', '<50K', '≥50K', '=50K'],
  ['C', 'C++', 'C#', 'c#', 'F#'],
  ['$5', '€5', '5', '5%', '5 %', '5‰', '¥5', '₹5'],
  ['1.5', '15', '1,5', '1 5', '1:5', '1/5', '1-5', '1_5'],
  ['1,000', '1.000', '1000', '1 000'],
  ['10²', '102', '10^2', '10₂', '①', '1'],
  ['5 mW', '5 MW', '5 Mw'],
  ['5mg', '5 mg', '5 Mg', '5 g'],
  ['5 mmol/L', '5 Mmol/L', '5 mol/L', '5 mmol/l', '50 mmol/L'],
  ['5 mbar', '5 Mbar', '5 bar', '5 mbits', '5 Mbits'],
  ['5 pmol/L', '5 Pmol/L', '5 nmol/L', '5 pmol/mL'],
  ['5 mg/dose', '5 Mg/dose', '5 g/dose'],
  ['2 mWhr', '2 MWhr', '2 MWatt', '2 mWatt', '2 mwatt', '2 Mwatt'],
  ['1e3 mW', '1e3 MW', '2e-3 mmol', '2e-3 Mmol'],
  ['a 5-mW laser', 'a 5-MW laser', 'a 5-W laser'],
  ['A', 'A+', 'A-', 'A*', 'a'],
  ['O+', 'O-', 'O'],
  ['yes', 'Yes', 'yes.', 'yes?', 'yes!'],
  ['*', '**', '***', '4*', '5*', '4', '5'],
  ['~5', '5', '≈5', '>5', '5+', '5-', '#5', '@5'],
  ['是', '否', '是的', '是。'],
  ['आ', 'अ', 'कि', 'की'],
  ['ไม่', 'ไม', 'ใช่'],
  ['نعم', 'لا', '٥', '٥٪', '5'],
  ['が', 'か', 'ガ', 'カ'],
  ['résumé', 'resume', 'Résumé'],
  ['now here', 'nowhere', 'no where'],
  ['x-y', 'x y', 'xy', 'x_y', 'x/y'],
  ['"5"', '5', "'5'", '[5]', '(5)'],
  ['a.b', 'ab', 'a b', 'a..b', 'a...'],
  ['😀', '😃', '👍', '👍🏽'],
  ['', '.', '?', '-', '—'],
  ['µg', 'mg', 'μg'],
  ['1e3', '1E3', '1000', '1e-3'],
  ['H2O', 'h2o', 'H20'],
  ['B2B', 'b2b sales', 'B2B sales', 'B2C'],
];

const likeIt = [
  (text: string) => ` ${text}\n`,
  (text: string) => `${text}.`,
  (text: string) => `**${text}**`,
  (text: string) => `"${text}"`,
  (text: string) => `\`${text}\`.`,
  (text: string) => text.toUpperCase(),
  (text: string) => text.replace(' ', '  '),
  (text: string) => text.normalize('NFD'),
  (text: string) => `${text}。`,
  (text: string) => `-${text}`,
  (text: string) => text.replace(/[^\p{L}\p{N}]/gu, ''),
];

describe('labels', () => {
  it('that differ are never one', () => {
    for (const family of families) {
      const labels = new Labels(family);
      for (const expected of family)
        for (const answer of family)
          assert.equal(labels.isSame(expected, answer), expected === answer, `${expected} and ${answer}`);
    }
  });

  it('are named by answers that differ in what is ignored', () => {
    const labels = new Labels(['Bug report', 'billing', 'C++', 'ja']);
    for (const answer of ['bug report.', ' **Bug  Report** ', '“bug report”', '`BUG REPORT`'])
      assert.equal(labels.find(answer), 'Bug report', answer);
    const counted = new Labels(['5 stars', '3 minutes', '2 points per game', '10 mg/dose']);
    for (const [answer, label] of [
      ['5 Stars.', '5 stars'],
      ['3 MINUTES', '3 minutes'],
      ['2 Points per Game', '2 points per game'],
      ['10 mg/Dose', '10 mg/dose'],
    ] as const)
      assert.equal(counted.find(answer), label, answer);
    assert.equal(labels.find('c++.'), 'C++');
    assert.equal(labels.find('c+'), undefined);
    assert.equal(labels.find('JA。'), 'ja');
    assert.equal(labels.find('-billing'), undefined);
    assert.deepEqual(labels.heldToTheLetter(), []);
    assert.deepEqual(new Labels(['mW', 'MW', 'W']).heldToTheLetter(), ['mW', 'MW']);
  });

  it('do not merge units, powers and signs where only one of them is expected', () => {
    for (const [expected, answer] of [
      ['5 mW', '5 MW'],
      ['5 mmol/L', '5 Mmol/L'],
      ['5 mg/dose', '5 Mg/dose'],
      ['2 mWhr', '2 MWhr'],
      ['1e3 mW', '1e3 MW'],
      ['5-mW', '5-MW'],
      ['10²', '102'],
      ['-5', '5'],
      ['$5', '€5'],
      ['1.5', '15'],
      ['50 %', '50'],
      ['<=50K', '>=50K'],
      ['5*', '5'],
      ['"5"', '5'],
    ] as const)
      assert.equal(new Labels([expected]).isSame(expected, answer), false, `${expected} and ${answer}`);
  });

  it('are told apart by two hands', function () {
    if (!hasPython) this.skip();
    this.timeout(120_000);
    const random = seededRandom(3);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    const questions = Array.from({ length: 3000 }, () => {
      const labels = pick(families);
      const [expected, other] = [pick(labels), pick(labels)];
      return { labels, expected, answer: pick(likeIt)(random() < 0.7 ? expected : other) };
    });
    const answers = askReference<boolean>('labels', questions);
    for (const [index, { labels, expected, answer }] of questions.entries()) {
      const ours = new Labels(labels).isSame(expected, answer);
      assert.equal(ours, answers[index], JSON.stringify({ labels, expected, answer }));
    }
  });
});
