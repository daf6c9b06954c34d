import assert from 'node:assert/strict';
import { RowEdits } from '../../../src/webviews/datasetView/rowEdits';
import type { ShownDetail } from '../../../src/workbench/datasetView/datasetView.protocol';
import type { DatasetViewRequest } from '../../../src/workbench/datasetView/datasetViewMessages.protocol';

interface Row {
  readonly row?: number;
  readonly line?: number;
  readonly texts?: readonly string[];
}

/** A row of user turns; what it says is its key. */
function detailOf({ row = 1, line = 4, texts = ['asked', 'answered'] }: Row = {}): ShownDetail {
  const part = {
    isEditable: true,
    kind: 'text',
    name: '',
    cut: 0,
    picture: undefined,
    problems: [],
  } as const;
  const turns = texts.map((text, at) => ({
    place: { in: 'turns', at } as const,
    speaker: 'user' as const,
    isLearned: false,
    score: undefined,
    parts: [{ ...part, text }],
    problems: [],
  }));
  const can = { hasTurns: true, editable: 'text', opensAsText: true } as const;
  const rest = { ...can, kind: 'example', isReviewed: false, problems: [], raw: '' } as const;
  return { line, row, key: texts.join('|'), turns, ...rest };
}

describe('edits of the row that is shown', () => {
  let posted: DatasetViewRequest[];
  let edits: RowEdits;
  const texts = () =>
    posted.map((one) => (one.type === 'edit' && one.edit.kind === 'text' ? one.edit.text : one));
  beforeEach(() => {
    posted = [];
    edits = new RowEdits((message) => posted.push(message), undefined);
    edits.take(detailOf());
  });

  it('keep what is typed when the row moves, and when another part of it is changed', () => {
    edits.start(1, 0);
    edits.type('typed');
    edits.take(detailOf({ line: 9 }));
    edits.take(detailOf({ line: 9, texts: ['asked again', 'answered'] }));
    assert.equal(edits.editing?.draft, 'typed');
    edits.apply();
    const edit = { kind: 'text', turn: { in: 'turns', at: 1 }, part: 0, was: 'answered', text: 'typed' };
    assert.deepEqual(posted, [{ type: 'edit', line: 9, key: 'asked again|answered', edit }]);
  });

  it('keep what is typed over the end of the page, and find the row by what it says', () => {
    edits.start(0, 0);
    edits.type('typed');
    const next = new RowEdits((message) => posted.push(message), edits.kept);
    assert.deepEqual(next.kept, edits.kept);
    next.take(detailOf({ row: 7, line: 2 }));
    assert.equal(next.editing?.draft, 'typed');
    assert.equal(next.kept?.line, 2);
    assert.deepEqual(posted, []);
  });

  it('send what is typed for its own row when another row is shown, or the text was changed elsewhere', () => {
    edits.start(1, 0);
    edits.type('typed');
    edits.take(detailOf({ row: 2, texts: ['asked', 'answered', 'more'] }));
    assert.equal(edits.editing, undefined);
    assert.deepEqual(
      posted.map((one) => one.type === 'edit' && [one.line, one.key]),
      [[4, 'asked|answered']],
    );
    edits.answered(true);
    edits.start(2, 0);
    edits.type('typed again');
    edits.take(detailOf({ row: 2, texts: ['asked', 'answered', 'changed'] }));
    assert.deepEqual(texts(), ['typed', 'typed again']);
  });

  it('do what is clicked after the text that it was typed before, for what the row says then', () => {
    edits.start(1, 0);
    edits.type('typed');
    edits.edit({ kind: 'remove', turn: { in: 'turns', at: 0 } });
    assert.equal(posted.length, 1);
    edits.take(detailOf({ texts: ['asked', 'typed'] }));
    assert.equal(posted.length, 1); // not yet answered
    edits.answered(true);
    assert.deepEqual(posted[1], {
      type: 'edit',
      line: 4,
      key: 'asked|typed',
      edit: { kind: 'remove', turn: { in: 'turns', at: 0 } },
    });
  });

  it('do nothing after a text that could not be written, but still send other texts', () => {
    let isDone = false;
    edits.start(0, 0);
    edits.type('first');
    edits.start(1, 0);
    edits.type('second');
    edits.after(() => {
      isDone = true;
    });
    assert.deepEqual(texts(), ['first']);
    edits.answered(false);
    assert.deepEqual(texts(), ['first', 'second']);
    assert.equal(isDone, false);
  });

  it('do not hit the row that is shown next', () => {
    edits.start(1, 0);
    edits.type('typed');
    edits.edit({ kind: 'move', turn: { in: 'turns', at: 0 }, by: 1 });
    edits.take(detailOf({ row: 2 })); // the filter has dropped the row
    edits.answered(true);
    assert.equal(posted.length, 1);
  });

  it('open a turn that was added as soon as it is there, and send no text that was not changed', () => {
    edits.edit({ kind: 'add', speaker: 'user', at: 2 });
    edits.take(detailOf({ texts: ['asked', 'answered', ''] }));
    assert.equal(edits.editing?.turn, 2);
    edits.answered(true);
    edits.apply();
    assert.equal(posted.length, 1);
  });
});
