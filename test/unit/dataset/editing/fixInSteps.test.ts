import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/dataset/checking/problem';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { applyEdits, fixAll } from '../../../../src/dataset/editing/fixAll';
import { fixInSteps } from '../../../../src/dataset/editing/fixInSteps';
import { findRule } from '../../../../src/dataset/rules/index';

const wanted = ({ rule }: Problem) => Boolean(findRule(rule)?.fixOnSave);
const options = { wanted, document: { format: 'geminiApi' } };

describe('fixing a long text in steps', () => {
  it('makes what fixing it at once makes', async () => {
    const line = (at: number) => {
      if (at % 7 === 0) return `{"text_inputs": "${at}", "output": "b",}`;
      // Also where one step ends and the next begins.
      return at % 1_000 === 999 || at % 1_000 === 1 ? '' : `{"text_input": "${at}", "output": "b"}`;
    };
    for (const end of ['', '\n', '\n\n']) {
      const text = Array.from({ length: 3_001 }, (_, at) => line(at)).join('\n') + end;
      const edits = await fixInSteps(text, options, new AbortController().signal);
      const atOnce = applyEdits(text, fixAll(DatasetDocument.read(text, options.document), options));
      assert.equal(applyEdits(text, edits), atOnce);
      assert.notEqual(atOnce, text);
    }
  });

  it('ends between two steps when it is stopped', async () => {
    const text = '{"text_input": "a", "output": "b",}\n'.repeat(100_000);
    const controller = new AbortController();
    let looked = 0;
    const counting = {
      ...options,
      wanted(problem: Problem) {
        if (looked++ === 0) controller.abort();
        return wanted(problem);
      },
    };
    await assert.rejects(fixInSteps(text, counting, controller.signal), { name: 'AbortError' });
    assert.ok(looked < 10_000, `${looked} problems were looked at`);
  });
});
