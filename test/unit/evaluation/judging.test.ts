import assert from 'node:assert/strict';
import { judgeTasks, readVerdict } from '../../../src/evaluation/judge/judging';
import {
  defaultPairRubric,
  defaultRubric,
  fillRubric,
  rubricProblem,
} from '../../../src/evaluation/judge/rubric';
import { planEvaluation } from '../../../src/evaluation/plan';
import { Results } from '../../../src/evaluation/results/results';
import { answerText } from '../../../src/tuning/contract/functions';

describe('the judge', () => {
  it('gets the rubric with all filled in, and answers cannot write placeholders', () => {
    const fields = { question: 'Q?', expected: 'E', answers: ['A {{expected}} $&'] };
    assert.equal(
      fillRubric('{{question}} {{ answer }} {{expected}} {{other}}', fields),
      'Q? A {{expected}} $& E {{other}}',
    );
    assert.equal(rubricProblem(defaultRubric), undefined);
    assert.equal(rubricProblem(defaultPairRubric), undefined);
    assert.match(rubricProblem('Is it good?') ?? '', /\{\{answer\}\}/);
  });

  it('is told which functions could be called, what has been called and what came of it, and the call that is the answer', () => {
    const call = (city: string) => ({ name: 'weather', args: { city } });
    const row = {
      contents: [
        { role: 'user', parts: [{ text: 'Bonn and Kiel?' }] },
        { role: 'model', parts: [{ functionCall: call('Bonn') }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { degrees: 7 } } }] },
        { role: 'model', parts: [{ functionCall: call('Kiel') }] },
      ],
      tools: [{ functionDeclarations: [{ name: 'weather', description: 'Now' }] }],
    };
    const model = { service: 'fake', model: 'm', label: 'm' };
    const { header, rows } = planEvaluation({
      ...{ dataset: { path: 'a.jsonl', text: JSON.stringify(row) }, targets: [model], singlePrompts: false },
      ...{ parameters: {}, startedAt: new Date(0), judge: { ...model, rubric: defaultRubric } },
    });
    const calls = [call('Ulm')];
    const answer = { kind: 'answer' as const, line: 1, target: 0, text: answerText('', calls), calls };
    const results = new Results(header, rows, [{ ...answer, finishReason: 'STOP' }]);
    const [said = ''] = [...judgeTasks(results)].flatMap(({ prompts }) => prompts);
    for (const part of [
      'Bonn and Kiel?',
      'weather({"city":"Bonn"})',
      'weather → {"degrees":7}',
      'Functions it could call: [{"name":"weather","description":"Now"',
      'weather({"city":"Ulm"})',
      'weather({"city":"Kiel"})',
    ])
      assert.ok(said.includes(part), `${part}\n${said}`);
  });

  it('is understood in the ways that models reply', () => {
    const score = (reply: string) => readVerdict(defaultRubric, [reply]).score;
    for (const reply of [
      '{"score": 4, "reason": "small gap"}',
      '```json\n{"score": 4, "reason": "x"}\n```',
      'Here is my verdict: {"score": "4", "reason": "x"} Thanks.',
      'Score: 4/5. It misses one thing out of 3.',
      '**Score:** 4 out of 5',
      '4',
    ]) {
      assert.equal(score(reply), 0.75, reply);
    }
    assert.equal(score('{"score": 9}'), undefined);
    assert.equal(score('It is fine.'), undefined);
    assert.equal(score('In 2024 there were 5 of them'), undefined);
  });

  it('wins only when it wins in both orders', () => {
    const verdict = (straight: string, swapped: string) =>
      readVerdict(defaultPairRubric, [`{"better": "${straight}"}`, `{"better": "${swapped}"}`]).score;
    assert.equal(verdict('B', 'A'), 1);
    assert.equal(verdict('A', 'B'), 0);
    assert.equal(verdict('A', 'A'), 0.5); // always the first one
    assert.equal(verdict('tie', 'A'), 1);
    assert.equal(verdict('tie', 'tie'), 0.5);
    assert.equal(readVerdict(defaultPairRubric, ['', '{"better": "A"}']).score, undefined);
  });
});
