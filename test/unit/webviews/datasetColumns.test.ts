import assert from 'node:assert/strict';
import { shownColumns } from '../../../src/webviews/datasetView/shownColumns';
import { columns } from '../../../src/workbench/datasetView/datasetView.protocol';

it('leaves out the columns that are hidden, and those that a narrow grid has no room for', () => {
  assert.deepEqual(shownColumns([], 900), columns);
  assert.deepEqual(shownColumns([], undefined), columns);
  assert.deepEqual(shownColumns(['problems'], 400), ['line', 'prompt', 'answer']);
  assert.deepEqual(shownColumns(['answer', 'tokens'], 900), ['line', 'problems', 'prompt', 'turns', 'notes']);
});
