import assert from 'node:assert/strict';
import { lineChanges } from '../../../../src/tuning/droppedExamples/lineChanges';
import { lineMapOf } from '../../../../src/tuning/droppedExamples/lineMap';

describe('the changes of a training file since a launch', () => {
  const changes = (before: string, after: string) => lineChanges(lineMapOf(before), lineMapOf(after));

  it('are the examples that came and went, wherever they are', () => {
    assert.deepEqual(changes('a\nb\n', 'b\na\nc\n'), { added: 1, removed: 0 });
    assert.deepEqual(changes('a\nb\n', 'a\n'), { added: 0, removed: 1 });
    assert.deepEqual(changes('a\nb\n', 'a\nB\n'), { added: 1, removed: 1 });
    assert.deepEqual(
      changes('a\na\n', 'a\na\na\n'),
      { added: 1, removed: 0 },
      'a duplicate is an example too',
    );
    assert.deepEqual(
      changes('a\nb\n', '\na\r\n\n b'.replace(' b', 'b')),
      { added: 0, removed: 0 },
      'blank lines',
    );
  });
});
