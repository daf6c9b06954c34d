import assert from 'node:assert/strict';
import { errorStory } from '../../../src/workbench/ui/errorStory';

describe('the story of an error', () => {
  it('tells where it happened, and nothing of what was read', () => {
    const thrown = (text: string) => {
      try {
        return JSON.parse(text);
      } catch (error) {
        return error;
      }
    };
    for (const text of ['My secret prompt', '{"a": "My secret\nprompt"}', '[My\n    at secret]']) {
      const story = errorStory(thrown(text));
      assert.doesNotMatch(story, /My|secret|prompt/);
      assert.match(story, /^SyntaxError .*\n\s+at /);
    }
    assert.match(errorStory(new Error('disk full')), /disk full/);
  });
});
