import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import type { Part } from '../../../src/dataset/example/conversation';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { addressFault } from '../../../src/dataset/media/addresses';
import { pictureOf, shownType } from '../../../src/dataset/media/pictures';
import { ScanPool } from '../../../src/dataset/scan/blocks';
import { scanFile } from '../../../src/dataset/scan/fileScan';
import { findTarget } from '../../../src/dataset/targets/target';
import { countedTexts } from '../../../src/dataset/tokens/countedTexts';

const OFF = { 'few-examples': 'off', 'class-imbalance': 'off' } as const;
const folder = 'test/fixtures/cases/media-limits';

interface Found {
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

const found = (text: string, target = 'gemini-2.5-flash'): Found[] =>
  DatasetDocument.read(text, { target, severities: OFF })
    .problems()
    .map(({ line, rule, message }) => ({ line: line + 1, rule, message }));

const row = (part: object, more: object = {}) =>
  JSON.stringify({
    contents: [
      { role: 'user', parts: [part, { text: 'What is it?' }] },
      { role: 'model', parts: [{ text: 'a bun' }] },
    ],
    ...more,
  });
const file = (mimeType: string | undefined, fileUri: string, more: object = {}) =>
  row({ fileData: { ...(mimeType === undefined ? {} : { mimeType }), fileUri }, ...more });

/** The line after the first fix of its only problem. */
function mended(line: string, target?: string): unknown {
  const document = DatasetDocument.read(line, { severities: OFF, ...(target ? { target } : {}) });
  const problems = document.problems();
  const [problem] = problems;
  assert.ok(problem && problems.length === 1, JSON.stringify(problems));
  const [fix] = document.fixes(problem);
  assert.ok(fix, problem.message);
  document.apply(fix.edits);
  assert.deepEqual(document.problems(), []);
  return JSON.parse(document.line(0)?.text ?? '');
}

describe('files in examples', () => {
  it('too many of a kind: the problem names count and limit', () => {
    const problems = found(readFileSync(`${folder}/counts.jsonl`, 'utf8'));
    assert.deepEqual(
      problems.map(({ line, message }) => `${line}: ${message}`),
      [
        '1: The example has 31 images. Gemini 2.5 Flash supports up to 30.',
        '2: The example has 5 documents. Gemini 2.5 Flash supports up to 4.',
        '3: The example has 2 audio files. Gemini 2.5 Flash supports up to 1.',
        '4: The example has 2 videos. Gemini 2.5 Flash supports up to 1.',
      ],
    );
    // For Gemini 3 no limit of sound is published.
    assert.deepEqual(
      found(readFileSync(`${folder}/counts.jsonl`, 'utf8'), 'gemini-3.5-flash').map(({ line }) => line),
      [1, 2, 4],
    );
  });

  it('addresses, types and sides that Google does not read: one problem each', () => {
    const problems = found(readFileSync(`${folder}/wrong.jsonl`, 'utf8'));
    assert.deepEqual(
      problems.map(({ line, rule }) => `${line} ${rule}`),
      [
        '1 media-source',
        '2 media-source',
        '3 media-source',
        '4 media-type',
        '5 media-type',
        '6 media-type',
        '7 media-type',
        '8 media-type-doubt',
        '9 media-side',
      ],
    );
  });

  it('different resolutions: one problem for the file, in the editor and on the command line', async () => {
    const path = `${folder}/mixed-resolution.jsonl`;
    const problems = found(readFileSync(path, 'utf8'));
    assert.deepEqual(problems, [
      {
        line: 1,
        rule: 'media-resolution',
        message:
          'All examples with files must have the same "mediaResolution". Found 2 with MEDIA_RESOLUTION_LOW, 3 with MEDIA_RESOLUTION_MEDIUM.',
      },
    ]);
    const pool = new ScanPool();
    try {
      const scan = await scanFile(pool, path, { target: 'gemini-2.5-flash', severities: OFF });
      const scanned: Found[] = [];
      for await (const found of scan.problems())
        for (const { line, rule, message } of found) scanned.push({ line: line + 1, rule, message });
      assert.deepEqual(scanned, problems);
    } finally {
      await pool.close();
    }
  });

  it('one resolution is enough, examples without files do not count, and a part of Gemini 3 may differ', () => {
    const low = { generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } };
    const text = row({ text: 'More.' });
    const picture = { fileData: { mimeType: 'image/png', fileUri: 'gs://bakery/a.png' } };
    const sound = { fileData: { mimeType: 'audio/wav', fileUri: 'gs://bakery/a.wav' } };
    const own = { ...picture, mediaResolution: { level: 'MEDIA_RESOLUTION_HIGH' } };
    assert.deepEqual(
      found([row(picture, low), text, row(sound), row(own, low)].join('\n'), 'gemini-3.5-flash'),
      [],
    );
    const mixed = found([row(picture, low), row({ ...picture, text: undefined })].join('\n'));
    assert.match(mixed[0]?.message ?? '', /1 with none, 1 with MEDIA_RESOLUTION_LOW/);
    // The count goes down with the lines.
    const document = DatasetDocument.read([row(picture, low), row(picture), text].join('\n'), {
      severities: OFF,
    });
    const position = (line: number) => ({ line, character: 0 });
    document.apply([{ range: { start: position(1), end: position(2) }, text: '' }]);
    assert.deepEqual(document.problems(), []);
  });

  it('a part with a resolution of its own is for Gemini 3 only', () => {
    const line = file('image/png', 'gs://bakery/a.png', {
      mediaResolution: { level: 'MEDIA_RESOLUTION_HIGH' },
    });
    assert.deepEqual(found(line, 'gemini-3.1-flash-lite'), []);
    assert.match(found(line)[0]?.message ?? '', /takes no resolution for a single file/);
  });

  it('clips, frames and levels that cannot be', () => {
    const clip = (videoMetadata: object) => file('video/mp4', 'gs://bakery/a.mp4', { videoMetadata });
    const says = (line: string) => found(line, 'gemini-3.5-flash').map(({ message }) => message);
    assert.deepEqual(says(clip({ startOffset: '5s', endOffset: '25.5s', fps: 24 })), []);
    for (const [metadata, message] of [
      [{ fps: 0 }, /above 0 and at most 24/],
      [{ fps: 24.5 }, /above 0 and at most 24/],
      [{ startOffset: '5s', endOffset: '5s' }, /ends before it starts/],
      [{ startOffset: '1:30' }, /Write seconds with an "s"/],
      [
        { endOffset: '301s' },
        /The clip is 301 seconds long. Gemini 3.5 Flash supports up to 300 at this resolution/,
      ],
    ] as const)
      assert.match(says(clip(metadata)).join('|'), message);
    const low = { generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } };
    const long = { ...JSON.parse(clip({ endOffset: '1200s' })), ...low };
    assert.deepEqual(says(JSON.stringify(long)), []);
    const level = (type: string, name: string) =>
      says(file(type, name, { mediaResolution: { level: 'MEDIA_RESOLUTION_ULTRA_HIGH' } }));
    assert.deepEqual(level('image/png', 'gs://bakery/a.png'), []);
    assert.match(level('video/mp4', 'gs://bakery/a.mp4').join(''), /supported only for images/);
  });

  it('misspelt types are mended by name, by what is meant, and by the first bytes', () => {
    for (const written of [
      'image/jpg',
      'IMAGE/JPEG',
      'jpeg',
      'image/jpeg; q=1',
      '',
      undefined,
      'image/pjpeg',
    ])
      assert.deepEqual(
        mended(file(written, 'gs://bakery/bun.JPG')),
        JSON.parse(file('image/jpeg', 'gs://bakery/bun.JPG')),
      );
    assert.deepEqual(
      mended(file('image/jpeg', 'https://example.com/menu.pdf?x=1')),
      JSON.parse(file('application/pdf', 'https://example.com/menu.pdf?x=1')),
    );
    const png = Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1').toString('base64');
    const inline = (mimeType: string, data: string) => row({ inlineData: { mimeType, data } });
    assert.deepEqual(mended(inline('image/jpeg', png)), JSON.parse(inline('image/png', png)));
    assert.deepEqual(
      mended(inline('image/png', `data:image/png;base64,${png}`)),
      JSON.parse(inline('image/png', png)),
    );
    assert.equal(found(inline('image/png', 'not base64!'))[0]?.rule, 'media-source');
    // Sound and video of other kinds: Google's lists are not complete.
    assert.equal(found(file('audio/flac', 'gs://bakery/a.flac'))[0]?.rule, 'media-type-doubt');
  });

  it('the address that was meant is offered', () => {
    for (const [written, meant] of [
      ['gs:/bakery/bun.jpg', 'gs://bakery/bun.jpg'],
      ['gs:\\\\bakery\\new\\bun.jpg', 'gs://bakery/new/bun.jpg'],
      ['GS://bakery/bun.jpg ', 'gs://bakery/bun.jpg'],
      ['gs:///bakery/bun.jpg', 'gs://bakery/bun.jpg'],
      ['https://console.cloud.google.com/storage/browser/bakery/bun.jpg', 'gs://bakery/bun.jpg'],
      [
        'https://console.cloud.google.com/storage/browser/_details/bakery/a%20b/bun.jpg;tab=live_object?project=p',
        'gs://bakery/a b/bun.jpg',
      ],
      ['https://storage.cloud.google.com/bakery/bun.jpg', 'gs://bakery/bun.jpg'],
    ] as const)
      assert.deepEqual(mended(file('image/jpeg', written)), JSON.parse(file('image/jpeg', meant)));
    for (const wrong of [
      'C:\\photos\\bun.jpg',
      '/home/me/bun.jpg',
      'bun.jpg',
      'file:///home/me/bun.jpg',
      's3://bakery/bun.jpg',
      'gs://bakery',
      'gs://bakery/folder/',
      'gs://bakery/*.jpg',
      'gs://Bakery/bun.jpg',
      'data:image/png;base64,QUJD',
      'https://drive.google.com/file/d/1/view',
      'https://generativelanguage.googleapis.com/v1beta/files/a',
      'http://localhost/bun.jpg',
      'https://',
      '',
    ])
      assert.ok(addressFault(wrong), wrong);
    for (const right of [
      'gs://bakery/bun.jpg',
      'gs://my.bakery_1/a b/ü#1?.jpg',
      'https://storage.googleapis.com/bakery/bun.jpg',
      'http://example.com/bun.jpg?size=1',
    ])
      assert.equal(addressFault(right), undefined, right);
  });

  it('files stand in turns of the user only, and nowhere in preference data', () => {
    const picture = { fileData: { mimeType: 'image/png', fileUri: 'gs://bakery/a.png' } };
    const system = JSON.stringify({
      ...JSON.parse(row({ text: 'x' })),
      systemInstruction: { parts: [picture] },
    });
    assert.match(found(system)[0]?.message ?? '', /system instruction is text/);
    const answer = (score: number) => ({
      score,
      completion: { role: 'model', parts: [{ text: `${score}` }] },
    });
    const pair = JSON.stringify({
      contents: [{ role: 'user', parts: [picture] }],
      completions: [answer(1), answer(0)],
    });
    assert.deepEqual(
      found(pair).map(({ rule }) => rule),
      ['media-side'],
    );
  });

  it('a file with files has fewer rows at most', () => {
    const target = findTarget('gemini-3.5-flash');
    assert.deepEqual([target?.rows?.value, target?.multimodalRows?.value], [10_000_000, 300_000]);
    const few = { ...target, id: 'few', multimodalRows: { value: 2, asOf: '2026', source: 'a test' } };
    const lines = [row({ text: 'a' }), row({ text: 'b' }), file('image/png', 'gs://bakery/a.png')];
    const check = (text: string) =>
      DatasetDocument.read(text, { target: 'few', addedTargets: [few as never], severities: OFF })
        .problems()
        .map(({ message }) => message);
    assert.deepEqual(check(lines.slice(0, 2).join('\n')), []);
    assert.match(
      check(lines.join('\n'))[0] ?? '',
      /3 examples, 1 of them with files. .* supports up to 2 if there are files/,
    );
  });
});

describe('the tokens of files', () => {
  const tokensOf = (line: string, id: string) => {
    const { fileTokens, notCounted, isExact } = countedTexts(
      vertexContents,
      JSON.parse(line),
      findTarget(id),
    );
    assert.equal(isExact, false);
    return notCounted.length > 0 ? `${fileTokens}, not all` : fileTokens;
  };
  const at = (resolution: string) => ({ mediaResolution: { level: `MEDIA_RESOLUTION_${resolution}` } });
  const wav = Buffer.alloc(44 + 16_000 * 3);
  wav.write('RIFF');
  wav.writeUInt32LE(16_000, 28);
  const pdf = Buffer.from('%PDF-1.4 /Type /Pages /Kids [] /Type /Page x /Type/Page y');
  const inline = (mimeType: string, data: Buffer) =>
    row({ inlineData: { mimeType, data: data.toString('base64') } });
  const clip = (more: object = {}) =>
    file('video/mp4', 'gs://b/a.mp4', { videoMetadata: { startOffset: '5s', endOffset: '25s', ...more } });
  const low = (line: string) =>
    JSON.stringify({ ...JSON.parse(line), generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } });
  const picture = file('image/png', 'gs://b/a.png');

  // By hand from Google's pages on media resolution: tokens of a picture, a page, a frame and a second.
  const figures: readonly [
    name: string,
    line: string,
    gemini25: number | string,
    gemini3: number | string,
  ][] = [
    ['a picture', picture, 256, 1120],
    ['a picture at low resolution', low(picture), 64, 280],
    [
      'a picture with a resolution of its own',
      low(file('image/png', 'gs://b/a.png', at('ULTRA_HIGH'))),
      256,
      2240,
    ],
    ['20 seconds of video', clip(), 20 * (256 + 25), 20 * (70 + 25)],
    ['20 seconds at half a frame a second, low', low(clip({ fps: 0.5 })), 20 * (32 + 25), 20 * (35 + 25)],
    ['3 seconds of sound', inline('audio/wav', wav), 75, 75],
    ['2 pages', inline('application/pdf', pdf), 2 * 256, 2 * 560],
    ['a video of unknown length', file('video/mp4', 'gs://b/a.mp4'), '0, not all', '0, not all'],
    ['a document in a bucket', file('application/pdf', 'gs://b/a.pdf'), '0, not all', '0, not all'],
  ];
  for (const [name, line, gemini25, gemini3] of figures)
    it(`${name}: ${gemini25} in Gemini 2.5, ${gemini3} in Gemini 3`, () => {
      assert.deepEqual(
        [tokensOf(line, 'gemini-2.5-flash'), tokensOf(line, 'gemini-3.5-flash')],
        [gemini25, gemini3],
      );
    });
});

describe('pictures of an example', () => {
  const part = (value: object): Part => {
    const { turns } = vertexContents.toConversation(JSON.parse(row(value)));
    return turns[0]?.parts[0] ?? assert.fail();
  };
  const data = { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } };
  const stored = { fileData: { mimeType: 'image/jpg', fileUri: 'gs://bakery/bun.jpg' } };

  it('are found as data, by address, and beside a resolution of their own', () => {
    assert.deepEqual(pictureOf(part(data)), { base64: 'iVBORw0KGgo=' });
    assert.deepEqual(pictureOf(part(stored)), { uri: 'gs://bakery/bun.jpg' });
    const own = { ...stored, mediaResolution: { level: 'MEDIA_RESOLUTION_HIGH' } };
    assert.deepEqual(pictureOf(part(own)), { uri: 'gs://bakery/bun.jpg' });
    assert.equal(
      pictureOf(part({ fileData: { mimeType: 'video/mp4', fileUri: 'gs://bakery/a.mp4' } })),
      undefined,
    );
    assert.equal(pictureOf(part({ text: 'image/png' })), undefined);
  });

  it('are shown by their first bytes, whatever they say that they are', () => {
    assert.equal(shownType(Buffer.from('iVBORw0KGgo=', 'base64')), 'png');
    assert.equal(shownType(Buffer.from('<svg onload="alert(1)">')), undefined);
    assert.equal(shownType(Buffer.from('%PDF-1.4')), undefined);
  });
});
