import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';

const folder = 'test/fixtures/data';

/** What INDEX.md knows of each file: its format, its examples, and its defects by rule and line (1-based). */
const expected: Record<
  string,
  { format: string; examples: number; defects?: Record<string, number[] | number> }
> = {
  'gemini_api_banking_a.jsonl': { format: 'gemini_api', examples: 9, defects: { 'few-examples': [1] } },
  'number_generator.jsonl': { format: 'gemini_api', examples: 15, defects: { 'few-examples': [1] } },
  'openai_banking_guardrails.jsonl': { format: 'openai_chat', examples: 17 },
  'openai_gsm8k_chat_train.jsonl': {
    format: 'openai_chat',
    examples: 200,
    defects: { 'outer-whitespace': 200 },
  },
  'openai_gsm8k_chat_validation.jsonl': {
    format: 'openai_chat',
    examples: 50,
    defects: { 'outer-whitespace': 50 },
  },
  'openai_toolcall_validation.jsonl': {
    format: 'openai_chat',
    examples: 10,
    defects: { 'outer-whitespace': 10 },
  },
  'openai_toy_chat.jsonl': {
    format: 'openai_chat',
    examples: 5,
    defects: { 'role-order': [4], repetition: [5] },
  },
  'other_instruction_seed_tasks.jsonl': { format: 'other', examples: 175 },
  'other_prompt_chosen_zh.jsonl': { format: 'other', examples: 150 },
  'other_prompt_completion_architect.jsonl': {
    format: 'other',
    examples: 94,
    defects: { 'outer-whitespace': 281 },
  },
  'other_question_answer_trivia.jsonl': {
    format: 'other',
    examples: 500,
    defects: { 'conflicting-examples': [1, 74], 'duplicate-example': 20 },
  },
  'palm_gemini_faq.jsonl': { format: 'palm', examples: 14 },
  'preference_orca_dpo.jsonl': { format: 'preference', examples: 80 },
  'vertex_contents_glucose_single_line.jsonl': { format: 'vertex_contents', examples: 1 },
  'vertex_contents_smartphone_support.jsonl': { format: 'vertex_contents', examples: 10 },
  'vertex_messages_wrong_answers_a.jsonl': { format: 'vertex_messages', examples: 18 },
};

describe('real files', () => {
  it('are all here', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
    assert.deepEqual(files.sort(), Object.keys(expected).sort());
  });

  for (const [file, { format, examples, defects = {} }] of Object.entries(expected)) {
    it(`${file}: the format, each known defect and nothing else`, () => {
      const document = DatasetDocument.read(readFileSync(`${folder}/${file}`, 'utf8'));
      assert.equal(document.format?.family, format);
      assert.equal(document.exampleCount, examples);
      const found = new Map<string, number[]>();
      for (const { rule, line } of document.problems())
        found.set(rule, [...(found.get(rule) ?? []), line + 1]);
      assert.deepEqual([...found.keys()].sort(), Object.keys(defects).sort());
      for (const [rule, lines] of Object.entries(defects)) {
        assert.deepEqual(typeof lines === 'number' ? found.get(rule)?.length : found.get(rule), lines);
      }
    });
  }
});
