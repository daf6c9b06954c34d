// A file that is too large for a document is launched as one below the limit is: with the same facts.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetDocument } from '../../../src/dataset/document/datasetDocument';
import { countedTexts } from '../../../src/dataset/tokens/countedTexts';
import { TokenCounter } from '../../../src/dataset/tokens/tokenCounter';
import { lineMapOf } from '../../../src/tuning/droppedExamples/lineMap';
import { runDiskJob } from '../../../src/tuning/launch/onDisk/diskJob';
import { type Survey, surveyOf } from '../../../src/tuning/launch/onDisk/survey';
import { diskFile, sameBytes } from '../../../src/tuning/launch/onDisk/trainingBytes';
import { diskContent } from '../../../src/workbench/launch/data/contentOfSurvey';
import { documentContent } from '../../../src/workbench/launch/data/documentContent';

const fixtures = 'test/fixtures';
const worker = path.resolve(__dirname, '../../../training-file-worker.js');
const never = new AbortController().signal;

describe('a training file on disk', function () {
  this.timeout(120_000); // threads start, and read the vocabulary
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-on-disk-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const write = async (text: string) => {
    const file = path.join(folder, 'file.jsonl');
    await writeFile(file, text);
    return file;
  };
  const survey = async (file: string): Promise<Survey> =>
    (await surveyOf(file, {}, () => {})) ?? assert.fail('it was changed');

  it('tells the same as a document, of each sample and however it is written', async () => {
    const names = (await readdir(fixtures, { recursive: true })).filter((name) => name.endsWith('.jsonl'));
    let formats = 0;
    for (const [at, name] of names.entries()) {
      const text = await readFile(path.join(fixtures, name), 'utf8');
      const written = [text, text.replaceAll('\n', '\r\n'), `\n \n${text}\n\n`][at % 3] ?? text;
      if (await surveyAndDocument(await write(written), written)) formats++;
    }
    assert.ok(formats > 20, `${formats} training files`);
  });

  async function surveyAndDocument(file: string, text: string): Promise<boolean> {
    const found = await survey(file);
    const document = DatasetDocument.read(text);
    assert.equal(found.format, document.format?.id);
    assert.equal(found.sha256, createHash('sha256').update(text).digest('hex'));
    if (document.format === undefined) return false;
    const { examples, mediaExamples, inputCharacters, outputCharacters } = document.statistics;
    const { examples: a, mediaExamples: b, inputCharacters: c, outputCharacters: d } = found;
    assert.deepEqual([a, b, c, d], [examples, mediaExamples, inputCharacters, outputCharacters]);
    const problems = document.problems();
    for (const severity of ['error', 'warning'] as const)
      assert.equal(
        found.severities[severity],
        problems.filter((one) => one.severity === severity).length,
        severity,
      );
    const first = problems.find(({ severity }) => severity === 'error');
    assert.deepEqual(found.firstError, first && { line: first.line, message: first.message });
    const disk = diskContent(file, found, document.format.id);
    const known = documentContent(text, document, document.format);
    for (const fact of ['bytes', 'hasCalls', 'task', 'media'] as const)
      assert.deepEqual(disk[fact], known[fact], fact);
    assert.deepEqual(disk.lines(), lineMapOf(text));
    const all = { has: () => true };
    assert.equal(disk.countShared(all), known.countShared(all));
    for (const key of found.inputs) assert.ok(known.hasInput(key) && disk.hasInput(key));
    assert.equal(disk.hasInput(0.5), false);
    assert.equal(disk.countShared({ has: (key) => known.hasInput(key) }), found.inputs.length);
    return true;
  }

  it('tells the task of a file from rows all over it', async () => {
    // Only every third row is looked at, and only these are classified.
    const rows = Array.from({ length: 1000 }, (_, at) =>
      JSON.stringify({
        text_input: `Sentence ${at}`,
        output: at % 3 === 0 ? ['good', 'bad'][at % 2] : `It is ${at}.`,
      }),
    );
    const text = `${rows.join('\n\n')}\n`;
    const file = await write(text);
    await surveyAndDocument(file, text);
    assert.equal((await survey(file)).task, 'classification');
  });

  it('does its work on a thread, which tells how far it is, counts, and can be stopped', async () => {
    const file = await write(await readFile(path.join(fixtures, 'number_generator.jsonl'), 'utf8'));
    const job = { kind: 'survey', path: file, options: {} } as const;
    const shares: number[] = [];
    const { survey: found } = await runDiskJob(job, (share) => shares.push(share), never, worker);
    assert.deepEqual(found, await survey(file));
    assert.ok(shares.length > 0 && shares.every((share) => share >= 0 && share <= 1));
    const size = found?.size ?? 0;
    const counting = { kind: 'tokens', path: file, size, format: 'geminiApi', target: undefined } as const;
    const { tokens, isExact } = await runDiskJob(counting, () => {}, never, worker);
    const text = await readFile(file, 'utf8');
    const format = DatasetDocument.read(text).format ?? assert.fail();
    const rows = text.split('\n').filter(Boolean);
    const texts = rows.flatMap((row) => countedTexts(format, JSON.parse(row), undefined).texts);
    const counter = new TokenCounter(path.resolve(__dirname, '../../../token-worker.js'));
    const counts = await counter.count(texts);
    await counter.dispose();
    assert.deepEqual([tokens, isExact], [counts.reduce((sum, count) => sum + count), true]);
    const abort = new AbortController();
    const stopped = runDiskJob(job, () => {}, abort.signal, worker);
    abort.abort();
    await assert.rejects(stopped, { name: 'AbortError' });
    const absent = { ...job, path: path.join(folder, 'absent.jsonl') };
    await assert.rejects(
      runDiskJob(absent, () => {}, never, worker),
      /ENOENT/,
    );
  });

  it('is sent as it was checked, or not at all', async () => {
    const file = await write('{"a": 1}\n');
    const checked = await diskFile(file, 'file.jsonl');
    let pieces: Buffer[] = [];
    const sent = async () => {
      pieces = [];
      for await (const piece of sameBytes(checked)) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    };
    assert.equal(await sent(), '{"a": 1}\n');
    for (const other of ['{"a": 2}\n', '{"a": 1}\n\n', '{"a": 1}']) {
      await write(other);
      await assert.rejects(sent, { message: 'file.jsonl was changed while it was read. Try again.' });
      assert.deepEqual(pieces, [], 'the last piece is held back: nothing can be taken for the whole file');
    }
  });
});
