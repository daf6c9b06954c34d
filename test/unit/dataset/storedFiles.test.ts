import assert from 'node:assert/strict';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { type ObjectFacts, storedFileProblems, storedFilesOf } from '../../../src/dataset/media/storedFiles';

const file = (fileUri: string, mimeType = 'image/png') => ({ fileData: { mimeType, fileUri } });
const row = (...parts: object[]) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [{ text: 'What is it?' }, ...parts] },
      { role: 'model', parts: [{ text: 'A dot.' }] },
    ],
  });
const found = (bytes: number, contentType?: string): ObjectFacts => ({ kind: 'found', bytes, contentType });

const text = [
  row(file('gs://b/a.png'), file('gs://b/clip.mp4', 'video/mp4')),
  '',
  row({ text: 'gs://b/said.png' }),
  row(file('https://example.com/a.png'), { inlineData: { mimeType: 'image/png', data: 'AAAA' } }),
  row(file('gs://b/a.png'), file('gs://b/page.pdf', 'application/pdf')),
].join('\n');

function read() {
  return DatasetDocument.read(text, { target: 'gemini-3.5-flash' });
}

describe('files in Cloud Storage that a training file names', () => {
  it('are each object once, with the places that name it', () => {
    const uses = storedFilesOf(read());
    assert.deepEqual(
      [...uses].map(([uri, places]) => [uri, places.map(({ line }) => line)]),
      [
        ['gs://b/a.png', [0, 4]],
        ['gs://b/clip.mp4', [0]],
        ['gs://b/page.pdf', [4]],
      ],
    );
    const [{ line, range } = assert.fail()] = uses.get('gs://b/a.png') ?? [];
    assert.equal(text.split('\n')[line]?.slice(range.start, range.end), '"gs://b/a.png"');
  });

  it('are found however the address is written', () => {
    const plain = row(file('gs://b/a.png'));
    for (const written of ['gs:\\/\\/b\\/a.png', '\\u0067s://b/a.png']) {
      const escaped = plain.replace('gs://b/a.png', written);
      assert.deepEqual([...storedFilesOf(DatasetDocument.read(escaped)).keys()], ['gs://b/a.png'], escaped);
    }
  });

  it('have problems at each line that names them, in the order of lines', () => {
    const document = read();
    const told = (facts: Record<string, ObjectFacts>) =>
      storedFileProblems(document, new Map(Object.entries(facts))).map(
        ({ line, rule, message }) => `${line + 1} ${rule}: ${message}`,
      );
    assert.deepEqual(told({}), [], 'nothing was asked for');
    const mega = 2 ** 20;
    const good = { 'gs://b/a.png': found(9, 'image/png'), 'gs://b/clip.mp4': found(100 * mega, 'video/mp4') };
    assert.deepEqual(told({ ...good, 'gs://b/page.pdf': found(20 * mega, 'application/octet-stream') }), []);
    assert.deepEqual(
      told({
        'gs://b/a.png': { kind: 'missing' },
        'gs://b/clip.mp4': found(100 * mega + 1_000_000, 'video/mp4'),
        'gs://b/page.pdf': found(0, 'image/jpeg'),
      }),
      [
        "1 stored-file: gs://b/a.png doesn't exist.",
        '1 stored-file: The file is 101 MB. Gemini 3.5 Flash supports up to 100 MB.',
        "5 stored-file: gs://b/a.png doesn't exist.",
        '5 stored-file: The file is empty.',
        '5 stored-file-doubt: The file has the type "image/jpeg" in Cloud Storage, but "application/pdf" in the example.',
      ],
    );
    assert.deepEqual(
      told({
        'gs://b/page.pdf': { kind: 'denied', reason: 'me@x does not have storage.objects.get access.' },
        'gs://b/clip.mp4': { ...found(5, 'video/mp4'), withoutRole: 'service-1@x' } as ObjectFacts,
      }).map((line) => line.slice(0, 60)),
      [
        '1 stored-file-doubt: service-1@x reads the files for tuning,',
        "5 stored-file-doubt: Your account can't read gs://b/page.pdf",
      ],
    );
  });

  it('heed the severities of the settings', () => {
    const facts = new Map<string, ObjectFacts>([['gs://b/a.png', { kind: 'missing' }]]);
    const severities = { 'stored-file': 'off' } as const;
    assert.deepEqual(storedFileProblems(read(), facts, severities), []);
  });
});
