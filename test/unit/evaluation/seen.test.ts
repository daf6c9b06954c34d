import assert from 'node:assert/strict';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import { planEvaluation } from '../../../src/evaluation/plan';
import { markdownReport } from '../../../src/evaluation/report/markdown';
import type { ResultRecord, Seen } from '../../../src/evaluation/results/records';
import { Results } from '../../../src/evaluation/results/results';
import { datasetRows } from '../../../src/evaluation/rows';
import { seededRandom } from '../../../src/evaluation/seededRandom';
import { seenByHash, seenIn, seenLines } from '../../../src/evaluation/seen';
import { lineMapOf } from '../../../src/tuning/droppedExamples/lineMap';
import { isTunedModel } from '../../../src/tuning/models/promptedModel';

const random = seededRandom(9);
const word = () => `word${Math.floor(random() * 4000)}`;
const text = (words: number) => Array.from({ length: words }, word).join(' ');
const inputOutput = (input: string, output: string) => JSON.stringify({ text_input: input, output });
const contents = (input: string, output: string) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [{ text: input }] },
      { role: 'model', parts: [{ text: output }] },
    ],
  });
const template =
  'You sort letters of customers. Answer with the name of the right department and nothing else. ';

/** 1,700 rows of the training file, 105 with one word changed, 195 others; all with the same long template. */
const inputs = Array.from({ length: 2000 }, () => text(30));
const trained = inputs.map((input, index) => (index < 1700 ? input : input.replace(/ word\d+/, ' changed')));
const rowsFile = inputs.map((input) => inputOutput(template + input, 'yes')).join('\n');
const fresh = 1805;

describe('rows that were seen in training', () => {
  for (const [format, write] of Object.entries({ 'the same': inputOutput, another: contents })) {
    it(`are found in a file of ${format} format: equal, nearly equal, and no others`, function () {
      this.timeout(120_000);
      const { rows } = datasetRows(rowsFile, 'rows.jsonl');
      const file = trained.slice(0, fresh).map((input) => write(template + input, 'yes'));
      const seen = seenIn({ name: 'train.jsonl', text: file.join('\n') }, rows);
      const count = (how: Seen | undefined, from: number, to: number) =>
        seen.slice(from, to).filter((one) => one === how).length;
      assert.equal(count('exact', 0, 1700), 1700);
      assert.ok(count('near', 1700, fresh) >= 104, `${count('near', 1700, fresh)} of 105`);
      assert.equal(count(undefined, fresh, 2000), 195);
    });
  }

  it('are those with the same picture, not with the same question', () => {
    const picture = (uri: string) =>
      JSON.stringify({
        contents: [
          {
            role: 'user',
            parts: [{ text: 'What is it?' }, { fileData: { mimeType: 'image/png', fileUri: uri } }],
          },
          { role: 'model', parts: [{ text: 'cat' }] },
        ],
      });
    const { rows } = datasetRows([picture('gs://b/1'), picture('gs://b/2')].join('\n'), 'rows.jsonl');
    assert.deepEqual(seenIn({ name: 'train.jsonl', text: picture('gs://b/2') }, rows), [undefined, 'exact']);
  });

  it('are those that were asked in a longer conversation too, and before each of its answers', () => {
    const says = (...texts: string[]) =>
      JSON.stringify({
        contents: texts.map((text, index) => ({ role: index % 2 ? 'model' : 'user', parts: [{ text }] })),
      });
    const { rows } = datasetRows(
      [says('a', 'b'), says('a', 'b', 'c', 'd'), says('c', 'd'), says('a', 'x', 'c', 'd')].join('\n'),
      'rows.jsonl',
    );
    const text = says('a', 'b', 'c', 'd', 'e', 'f');
    assert.deepEqual(seenIn({ name: 'train.jsonl', text }, rows), ['exact', 'exact', undefined, undefined]);
  });

  it('are found by the hashes of a launch when the file is gone', () => {
    const lines = [inputOutput('a', 'b'), inputOutput('c', 'd'), ''];
    const map = lineMapOf(`${inputOutput('c', 'd')}\r\n\n${inputOutput('e', 'f')}\n`);
    assert.deepEqual(seenByHash(map, lines), [undefined, 'exact', undefined]);
  });

  it('are of a tuned model only', () => {
    for (const model of [
      'tunedModels/x',
      'projects/p/locations/l/endpoints/1',
      'projects/p/locations/l/models/1@2',
    ])
      assert.ok(isTunedModel(model), model);
    for (const model of [
      'models/gemini-3.0-flash',
      'gemini-3.0-flash',
      'publishers/google/models/gemini-3.0-flash',
    ])
      assert.ok(!isTunedModel(model), model);
  });

  const lines = Array.from({ length: 40 }, (_, index) =>
    inputOutput(`row ${index}`, index % 2 ? 'yes' : 'no'),
  );
  const planWith = (seen: ReadonlyMap<number, Seen>, leaveSeenOut: boolean) =>
    planEvaluation({
      dataset: { path: 'a.jsonl', text: lines.join('\n') },
      targets: ['base', 'tuned'].map((model) => ({ service: 'fake', model, label: model })),
      metrics: ['exact-match'],
      seen,
      leaveSeenOut,
      singlePrompts: false,
      parameters: {},
      startedAt: new Date('2026-01-31T10:00:00Z'),
    });
  const { rows: all } = datasetRows(lines.join('\n'), 'a.jsonl');
  const seen = seenLines(all, [
    all.map((_, index): Seen | undefined => (index < 20 ? 'near' : undefined)),
    all.map((_, index): Seen | undefined => (index < 15 ? 'exact' : undefined)),
  ]);

  it('are counted, and left out unless they are asked for', () => {
    const { rows, askable, header } = planWith(seen, true);
    assert.deepEqual(askable, { all: 40, exact: 15, near: 5 });
    assert.deepEqual([rows.length, header.rows, rows[0]?.line], [20, 20, 21]);
    const everything = planWith(seen, false);
    assert.deepEqual(
      [everything.rows[0]?.seen, everything.rows[16]?.seen, everything.rows[20]?.seen],
      ['exact', 'near', undefined],
    );
    const whole = new Map(all.map(({ line }): [number, Seen] => [line, 'exact']));
    assert.throws(() => planWith(whole, true), /All 40 rows of a\.jsonl are in the training data/);
  });

  it('have figures of their own: what is remembered makes no model better', async () => {
    const { header, rows } = planWith(seen, false);
    const answers = rows.flatMap((row) =>
      [0, 1].map((target): ResultRecord => {
        const isRight = target === 1 && row.seen !== undefined;
        const answer = isRight ? row.expected : 'neither';
        return { kind: 'answer', line: row.line, target, text: answer, finishReason: 'STOP' };
      }),
    );
    const results = new Results(header, rows, answers);
    const scores = scoresOf(results);
    const summary = await summarise(results, scores);
    const { figure, seen: remembered, comparison } = summary[1]?.metrics[0] ?? {};
    assert.deepEqual([figure?.value, figure?.rows], [0, 20]);
    assert.deepEqual([remembered?.value, remembered?.rows], [1, 20]);
    assert.deepEqual([comparison?.verdict, comparison?.rows], ['none', 20]);
    const report = markdownReport.write({ results, scores, summary });
    assert.match(report, /20 of 40 rows are in the training data \(15 exact, 5 near\)/);
    assert.match(report, /\| Exact match \| 0\.0% \|.*\| 20 \| 100\.0% \[.*\], 20 rows \|/);
  });
});
