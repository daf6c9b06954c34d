// Files that people had, as the built command line reports them for a target: which rules, on which lines.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatasetDocument } from '../../src/dataset/document/datasetDocument';

const folder = 'test/fixtures/cases';

/** Rules by the lines where they have found something, from 1. */
type Found = Readonly<Record<string, readonly number[]>>;

interface Case {
  readonly file: string;
  /** Default Gemini 2.5 Flash. */
  readonly target?: string;
  readonly examples: number;
  readonly errors?: Found;
  /** What is less than an error. */
  readonly others?: Found;
  /** The quick fix of this title on each error leaves none. */
  readonly fixes?: readonly RegExp[];
}

const all = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
/** Written in a format that the target does not take. */
const other = { 'target-format': [1] };
const none = { 'nothing-to-tune-on': [1] };
const newer = 'gemini-3.5-flash';
const shape = { 'not-json-lines': [1] };

const cases: readonly Case[] = [
  { file: 'automl-export/classes', examples: 0, errors: none },
  { file: 'big-integers/chat', examples: 2, errors: other, others: { 'undeclared-function': [1, 2] } },
  { file: 'completion-beside-contents/train', examples: 5, errors: { 'answer-place': all(5) }, fixes: [/./] },
  {
    file: 'consecutive-turns/train',
    examples: 4,
    errors: { 'role-order': all(4) },
    fixes: [/^(Join|Merge)/, /last/i, /first/i],
  },
  { file: 'csv-named-jsonl/train', examples: 0, errors: shape },
  {
    file: 'false-duplicates/pair-1',
    examples: 2,
    errors: other,
    others: { 'undeclared-function': [1, 2], 'conflicting-examples': [1, 2] },
  },
  { file: 'false-duplicates/pair-2', examples: 2, errors: other },
  { file: 'false-duplicates/pair-3', examples: 2, errors: other, others: { 'conflicting-examples': [1, 2] } },
  { file: 'false-duplicates/pair-4', examples: 2, errors: other, others: { 'conflicting-examples': [1, 2] } },
  { file: 'false-duplicates/pair-5', examples: 2, errors: other },
  { file: 'false-duplicates/pair-6', examples: 2, errors: other, others: { 'conflicting-examples': [1, 2] } },
  { file: 'false-duplicates/same', examples: 2, others: { 'duplicate-example': [2] } },
  { file: 'function-response-without-role/train', examples: 5, others: { 'absent-role': all(5) } },
  { file: 'json-array/array', examples: 0, errors: shape },
  { file: 'json-array/body', examples: 0, errors: shape },
  { file: 'json-array/pretty', examples: 0, errors: shape },
  { file: 'legacy-function-call/train', examples: 5, errors: other },
  { file: 'line-separators/train', examples: 4 },
  { file: 'media-limits/counts', examples: 5, errors: { 'media-limit': all(4) } },
  { file: 'media-limits/mixed-resolution', examples: 5, errors: { 'media-resolution': [1] } },
  {
    file: 'media-limits/wrong',
    examples: 9,
    errors: { 'media-source': [1, 2, 3], 'media-type': [4, 5, 6, 7], 'media-side': [9] },
    others: { 'media-type-doubt': [8] },
  },
  { file: 'mid-system-message/train', examples: 6, errors: other },
  { file: 'newer-media-fields/https', target: newer, examples: 5 },
  { file: 'newer-media-fields/parts', target: newer, examples: 5 },
  { file: 'newer-media-fields/thinking', target: newer, examples: 5, others: { 'request-only': all(5) } },
  { file: 'newer-media-fields/video', target: newer, examples: 5 },
  { file: 'nothing-to-tune-on/blank', examples: 0, errors: none },
  { file: 'nothing-to-tune-on/empty', examples: 0, errors: none },
  { file: 'nothing-to-tune-on/mostly-foreign', examples: 0, errors: none },
  {
    file: 'openai-tools/broken',
    examples: 5,
    errors: { 'target-format': [1], schema: [2, 3, 4, 5] },
    others: { 'undeclared-function': [1, 4] },
  },
  { file: 'openai-tools/train', examples: 5, errors: other, others: { 'call-arguments': all(5) } },
  { file: 'openai-vision/train', examples: 5, errors: other },
  { file: 'preference-pairs/openai', examples: 1, errors: { ...other, role: [1] } },
  {
    file: 'preference-pairs/vertex',
    examples: 6,
    errors: { 'equal-scores': [3] },
    others: { 'equal-answers': [4], 'conflicting-examples': [5, 6] },
  },
  { file: 'replacement-character/train', examples: 2, others: { 'replacement-character': [1, 2] } },
  { file: 'role-function-or-tool/function', examples: 5, errors: { role: all(5) }, fixes: [/user/] },
  { file: 'role-function-or-tool/tool', examples: 5, errors: { role: all(5) }, fixes: [/user/] },
  { file: 'secret-like-text/seed', examples: 2, others: { repetition: [1, 2], secret: [2] } },
  { file: 'several-answers/instructions', examples: 5, errors: other },
  { file: 'several-answers/prompts', examples: 5, errors: other },
  { file: 'sharegpt/chat', examples: 0, errors: none },
  { file: 'sharegpt/tools', examples: 0, errors: none },
  { file: 'text-column/chatml', examples: 0, errors: none },
  { file: 'text-column/human', examples: 0, errors: none },
  { file: 'thinking-in-answers/parts', examples: 5, others: { thoughts: all(5) } },
  { file: 'thinking-in-answers/tags', examples: 5, others: { thoughts: all(5) } },
  { file: 'utf-16/be-mark', examples: 0, errors: shape },
  { file: 'utf-16/le-mark', examples: 0, errors: shape },
  { file: 'utf-16/le-no-mark', examples: 0, errors: shape },
  {
    file: 'vertex-tool-schemas/train',
    examples: 4,
    others: { 'schema-types': [1], 'undeclared-function': [2, 3] },
  },
  { file: 'weight-zero/train', examples: 5, errors: other },
];

interface Reported {
  readonly examples: number;
  readonly problems: readonly { readonly rule: string; readonly line: number; readonly severity: string }[];
}

describe('files that people had', () => {
  const reported = new Map<string, Reported>();
  before(() => {
    for (const target of ['gemini-2.5-flash', newer]) {
      const paths = cases.filter((one) => targetOf(one) === target).map(({ file }) => pathOf(file));
      const args = ['dist/cli.js', 'check', ...paths, '--target', target, '--format', 'json'];
      const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
      for (const file of JSON.parse(stdout).files) reported.set(file.path, file);
    }
  });

  it('are all here', () => {
    const here = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.jsonl'),
    );
    const known = [...cases.map(({ file }) => `${file}.jsonl`), 'cjk-near-duplicates/train.jsonl'];
    assert.deepEqual(here.map((name) => name.replaceAll(path.sep, '/')).sort(), known.sort());
  });

  for (const { file, examples, errors = {}, others = {}, fixes } of cases) {
    it(file, () => {
      const own = reported.get(pathOf(file)) ?? assert.fail();
      assert.equal(own.examples, examples);
      assert.deepEqual(linesByRule(own, true), errors);
      assert.deepEqual(linesByRule(own, false), others);
      if (fixes) assert.deepEqual(errorsAfter(file, fixes), []);
    });
  }
});

function targetOf({ target = 'gemini-2.5-flash' }: Case): string {
  return target;
}

function pathOf(file: string): string {
  return `${folder}/${file}.jsonl`;
}

function linesByRule({ problems }: Reported, areErrors: boolean): Record<string, number[]> {
  const wanted = problems.filter(({ severity }) => (severity === 'error') === areErrors);
  const rules = new Set(wanted.map(({ rule }) => rule));
  const linesOf = (rule: string) =>
    new Set(wanted.filter((one) => one.rule === rule).map(({ line }) => line));
  return Object.fromEntries([...rules].map((rule) => [rule, [...linesOf(rule)]]));
}

/** The errors of a file when each is answered by the first of these fixes that it offers. */
function errorsAfter(file: string, titles: readonly RegExp[]): string[] {
  const document = DatasetDocument.read(readFileSync(pathOf(file), 'utf8'));
  const errors = () => document.problems().filter(({ severity }) => severity === 'error');
  for (const problem of errors().reverse()) {
    const fixes = document.fixes(problem);
    const fix = titles.flatMap((title) => fixes.filter((one) => title.test(one.title)))[0];
    document.apply(fix?.edits ?? assert.fail(`${problem.message}: ${fixes.map((one) => one.title)}`));
  }
  return errors().map(({ message }) => message);
}
