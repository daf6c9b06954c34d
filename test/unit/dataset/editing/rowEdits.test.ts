import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DatasetDocument } from '../../../../src/dataset/document/datasetDocument';
import { applyEdits, fixAll } from '../../../../src/dataset/editing/fixAll';
import { deleteRows, duplicateRows } from '../../../../src/dataset/editing/rowEdits';

const linesOf = (texts: readonly string[]) => ({
  lineCount: texts.length,
  textOf: (line: number) => texts[line] ?? '',
});
const file = fc.array(fc.constantFrom('', 'a', 'bc', 'def'), { minLength: 1, maxLength: 8 });
const chosen = file.chain((texts) => fc.tuple(fc.constant(texts), fc.subarray([...texts.keys()])));

describe('edits of rows', () => {
  it('delete the lines that are meant and no other', () => {
    fc.assert(
      fc.property(chosen, ([texts, rows]) => {
        const after = applyEdits(texts.join('\n'), deleteRows(linesOf(texts), rows));
        assert.equal(after, texts.filter((_, line) => !rows.includes(line)).join('\n'));
      }),
    );
  });

  it('write each meant line twice', () => {
    fc.assert(
      fc.property(chosen, ([texts, rows]) => {
        const after = applyEdits(texts.join('\n'), duplicateRows(linesOf(texts), rows, '\n'));
        const twice = texts.flatMap((text, line) => (rows.includes(line) ? [text, text] : [text]));
        assert.equal(after, twice.join('\n'));
      }),
    );
  });

  it('mend the lines that are meant and no other', () => {
    const good = '{"text_input": "1", "output": "2"}';
    const broken = '{"text_inputs": "3", "output": "4",}';
    const mended = '{"text_input": "3", "output": "4"}';
    const texts = fc.array(fc.constantFrom(good, broken, ''), { minLength: 2, maxLength: 8 });
    const some = texts.chain((all) => fc.tuple(fc.constant(all), fc.subarray([...all.keys()])));
    fc.assert(
      fc.property(some, ([all, rows]) => {
        const dataset = DatasetDocument.read([good, ...all, good].join('\n'));
        const lines = new Set(rows.map((row) => row + 1));
        const wanted = ({ kind }: { kind: string }) => kind !== 'duplicate';
        const edits = fixAll(dataset, { wanted, document: {}, lines });
        const after = applyEdits([good, ...all, good].join('\n'), edits);
        const plain = all.map((text, line) => (text === broken && rows.includes(line) ? mended : text));
        assert.equal(after, [good, ...plain, good].join('\n'));
      }),
    );
  });
});
