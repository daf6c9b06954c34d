import assert from 'node:assert/strict';
import { writeAnswer } from '../../../src/dataset/editing/editedAnswer';
import { callSections } from '../../../src/webviews/playground/answer/answerSections';

describe('an expected answer in the playground', () => {
  it('is read back into its calls, with the texts between them', () => {
    const args = { city: 'Rome', '## call': '## text\n' };
    const written = writeAnswer([
      { kind: 'text', text: 'I look it up.' },
      { kind: 'call', name: 'get_weather', args },
      { kind: 'call', name: 'get_time', args: {}, id: '1' },
    ]);
    assert.deepEqual(callSections(written), [
      { kind: 'text', text: 'I look it up.' },
      { kind: 'call', name: 'get_weather', args },
      { kind: 'call', name: 'get_time', args: {} },
    ]);
  });

  it('stays a text where it calls nothing, whatever it looks like', () => {
    for (const text of ['Hello', '', 'A heading:\n## call\n{"name":', '## call\n{}'])
      assert.equal(callSections(text), undefined, text);
    assert.equal(callSections(writeAnswer([{ kind: 'text', text: '## call\n{"name":"f"}' }])), undefined);
  });
});
