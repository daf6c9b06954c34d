import assert from 'node:assert/strict';
import { isFieldKey } from '../../../src/webviews/datasetView/fieldKeys';

const key = (name: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey')[]) => ({
  key: name,
  ctrlKey: held.includes('ctrlKey'),
  metaKey: held.includes('metaKey'),
  altKey: held.includes('altKey'),
});

describe('the keys of a text field', () => {
  it('are those that type, move and edit, and none that the editor around it needs', () => {
    for (const own of [
      key('x'),
      key('Home'),
      key('Enter'),
      key('Enter', 'ctrlKey'),
      key('Z', 'ctrlKey'),
      key('v', 'metaKey'),
      key('ArrowLeft', 'ctrlKey'),
      key('Backspace', 'ctrlKey'),
      key('€', 'ctrlKey', 'altKey'),
    ])
      assert.equal(isFieldKey(own), true, JSON.stringify(own));
    for (const other of [
      key('F1'),
      key('F8'),
      key('s', 'ctrlKey'),
      key('S', 'metaKey'),
      key('p', 'ctrlKey'),
      key('Tab', 'ctrlKey'),
      key('PageDown', 'ctrlKey'),
      key('ArrowDown', 'ctrlKey', 'altKey'),
    ])
      assert.equal(isFieldKey(other), false, JSON.stringify(other));
  });
});
