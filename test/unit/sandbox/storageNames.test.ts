import assert from 'node:assert/strict';
import { isBucketName, isObjectName } from '../../../src/sandbox/storage/names';

describe('names of Cloud Storage', () => {
  it('of buckets are taken and refused as Google does', () => {
    const long = 'a'.repeat(63);
    for (const name of [
      'abc',
      'my-bucket_1',
      long,
      `${long}.${long}.${long}.${'a'.repeat(30)}`,
      '1.2.3',
      'www.example.com',
    ])
      assert.ok(isBucketName(name), name);
    for (const name of [
      ...['', 'ab', `${long}a`, `${long}.${long}.${long}.${'a'.repeat(31)}`, `${long}a.com`],
      ...['Bucket', 'bücket', 'a b', 'a/b', '-abc', 'abc-', '_abc', 'abc.', '.abc', 'a..b', 'abc\n'],
      ...['192.168.5.4', 'goog-x', 'my-google-data', 'g00gle1', 'x-goog1e'],
    ])
      assert.ok(!isBucketName(name), name);
  });

  it('of objects are taken and refused as Google does', () => {
    for (const name of ['a', 'a/b', '/', '..a', 'a/../b', 'ü'.repeat(512), '.well-known/x', '\u0001'])
      assert.ok(isObjectName(name), name);
    for (const name of [
      '',
      '.',
      '..',
      'a\nb',
      'a\rb',
      'ü'.repeat(513),
      '\ud83d',
      '.well-known/acme-challenge/x',
    ])
      assert.ok(!isObjectName(name), name);
  });
});
