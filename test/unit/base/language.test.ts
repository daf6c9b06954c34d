import assert from 'node:assert/strict';
import { speak } from '../../../src/base/language';
import { allOf, anyOf, counted, grouped, withDecimals, withPrecision } from '../../../src/base/numbers';

const items = ['a', 'b', 'c'];
const said = () => [counted(0, 'row'), counted(1, 'row'), allOf(items), anyOf(items)];
const english = ['0 rows', '1 row', 'a, b, and c', 'a, b, or c'];

describe('the language of texts', () => {
  afterEach(() => speak({ locale: 'en-US' }));

  it('is English in plurals and lists, too, when VS Code speaks one that nobody has translated to', () => {
    for (const locale of ['de', 'fr', 'ja', 'pl', 'en-GB']) {
      speak({ locale });
      assert.deepEqual(said(), english, locale);
    }
  });

  it('is that of the texts that were loaded, and numbers are written as its readers do', () => {
    speak({ locale: 'it', texts: { '{0} row': '{0} riga', '{0} rows': '{0} righe' } });
    assert.deepEqual(said(), ['0 righe', '1 riga', 'a, b e c', 'a, b o c']);
    assert.equal(grouped(12345), '12.345');
  });

  it('leaves numbers to the reader, whatever the sentences are in', () => {
    speak({ locale: 'de' });
    assert.equal(grouped(12345), '12.345');
    assert.deepEqual([withDecimals(12.25, 1), withPrecision(0.01234, 3)], ['12,3', '0,0123']);
    speak({ locale: 'en-US' });
    assert.deepEqual([withDecimals(12.25, 1), withPrecision(0.01234, 3)], ['12.3', '0.0123']);
  });
});
