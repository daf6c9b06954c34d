import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineEnds, withLine } from '../../../../src/dataset/editing/lineOnDisk';

describe('a line on disk', () => {
  it('changes alone: each other byte stays', () => {
    const line = fc.constantFrom('', 'a', '{"text": "ü"}', '😀', ' ');
    const end = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end)), line, fc.nat(), fc.boolean(), (lines, last, at, mark) => {
        const all = [...lines, [last, ''] as const];
        // A line that ends in \r before an empty one that ends in \n is one line end to everybody.
        fc.pre(
          all.every(([, before], index) => !(before === '\r' && all[index + 1]?.join('').startsWith('\n'))),
        );
        const write = (each: readonly (readonly [string, string])[]) =>
          Buffer.from((mark ? '\ufeff' : '') + each.map((one) => one.join('')).join(''));
        const chosen = at % all.length;
        const before = all[chosen]?.[0] ?? '';
        const changed = all.map(
          ([text, ends], index) => [index === chosen ? 'new\ud83d\ude00' : text, ends] as const,
        );
        assert.deepEqual(withLine(write(all), chosen, before, 'new😀'), write(changed));
        assert.equal(withLine(write(all), chosen, `${before}x`, 'new'), undefined);
        assert.equal(withLine(write(all), all.length, '', 'new'), undefined);
        assert.deepEqual(lineEnds(write(all)), new Set(lines.map(([, ends]) => ends)));
      }),
    );
  });
});
