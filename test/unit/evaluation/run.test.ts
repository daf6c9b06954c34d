import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { scoresOf } from '../../../src/evaluation/compare/scores';
import { summarise } from '../../../src/evaluation/compare/summary';
import { countUnjudged, isWhole } from '../../../src/evaluation/judge/judging';
import { notesOf } from '../../../src/evaluation/report/notes';
import { readResults } from '../../../src/evaluation/results/readResults';
import type { EvaluationHeader, ResultRecord, RowRecord } from '../../../src/evaluation/results/records';
import { ResultsFile } from '../../../src/evaluation/results/resultsFile';
import type { Asked } from '../../../src/evaluation/run/ask';
import { mostRequests, requestsLeft } from '../../../src/evaluation/run/requestLimit';
import { EvaluationRun } from '../../../src/evaluation/run/run';
import {
  GoogleApiError,
  readGoogleStatus,
  unreachable,
} from '../../../src/tuning/google/errors/googleApiError';
import { FakeClock } from './fakeClock';

const targets = ['base', 'tuned'].map((model) => ({ service: 'fake', model, label: model }));

function header(rows: number): EvaluationHeader {
  const dataset = { path: 'a.jsonl', format: 'geminiApi', sha256: 'x' };
  const startedAt = '2026-01-01T00:00:00.000Z';
  return { kind: 'evaluation', version: 1, startedAt, dataset, targets, parameters: {}, metrics: [], rows };
}

function rowsOf(count: number): RowRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'row',
    line: index + 1,
    prompt: { systemInstruction: undefined, turns: [{ role: 'user', text: `ask ${index + 1}` }] },
    expected: `answer ${index + 1}`,
  }));
}

const failures = {
  quota: (retryDelay?: string) => {
    const details = retryDelay ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] : [];
    const error = { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota.', details };
    return new GoogleApiError(readGoogleStatus(429, { error }));
  },
  server: () => new GoogleApiError(readGoogleStatus(500, { error: { code: 500, status: 'INTERNAL' } })),
  cut: () => new GoogleApiError(unreachable('http://127.0.0.1', 'ECONNRESET')),
  refused: () =>
    new GoogleApiError(readGoogleStatus(400, { error: { code: 400, status: 'INVALID_ARGUMENT' } })),
  noPermission: () =>
    new GoogleApiError(readGoogleStatus(403, { error: { code: 403, status: 'PERMISSION_DENIED' } })),
} as const;

const asked = (text: string): Asked => ({ text, finishReason: 'STOP', usage: undefined, milliseconds: 5 });

describe('an evaluation run', function () {
  this.timeout(120_000); // what is appended is on disk
  let folder = '';
  let files = 0;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tunewright-evaluation-'));
  });
  after(() => rm(folder, { recursive: true }));
  const create = (rows: number) =>
    ResultsFile.create(path.join(folder, `${++files}.eval.jsonl`), header(rows), rowsOf(rows));

  it('begins in no file that is there: its answers were paid for', async () => {
    const begun = await create(1);
    await begun.append({ kind: 'answer', line: 1, target: 0, text: 'dear', finishReason: 'STOP' });
    await begun.close();
    await assert.rejects(ResultsFile.create(begun.path, header(1), rowsOf(1)), /already exists/);
    assert.match(await readFile(begun.path, 'utf8'), /dear/);
  });

  it('answers every row, and asks none again after its answer was written, through faults and kills', async () => {
    const fault = fc.constantFrom('ok', 'ok', 'quota', 'server', 'cut');
    const scenario = fc.record({
      rows: fc.integer({ min: 1, max: 12 }),
      concurrency: fc.integer({ min: 1, max: 6 }),
      requestsPerMinute: fc.constantFrom(undefined, 600),
      faults: fc.array(fault, { minLength: 1, maxLength: 40 }),
      /** The process dies while it writes its so-and-so-manieth record, after this share of the line. */
      kills: fc.array(
        fc.record({ at: fc.integer({ min: 1, max: 8 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
        {
          maxLength: 4,
        },
      ),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ rows, concurrency, requestsPerMinute, faults, kills, seed }) => {
        const created = await create(rows);
        await created.close();
        const file = created.path;
        const written = new Set<string>();
        let calls = 0;
        for (let life = 0; ; life++) {
          const kill = kills[life];
          const open = await ResultsFile.open(file);
          const underWay = new Set<string>();
          const tries = new Map<string, number>();
          const callsBefore = calls;
          let records = 0;
          let writing: Promise<void> = Promise.resolve();
          let died = () => {};
          const death = new Promise<'dead'>((resolve) => {
            died = () => resolve('dead');
          });
          const run = new EvaluationRun(
            {
              results: open.results,
              clock: new FakeClock(seed + life),
              async ask(target, prompt) {
                const key = `${prompt.turns[0]?.text}/${target.model}`;
                assert.ok(!written.has(key), `${key} was asked after its answer was written`);
                assert.ok(!underWay.has(key), `${key} was asked twice at once`);
                underWay.add(key);
                await Promise.resolve();
                underWay.delete(key);
                const met = faults[calls++ % (faults.length + 1)] ?? 'ok';
                const faultsBefore = met === 'ok' ? 5 : (tries.get(key) ?? 0);
                tries.set(key, faultsBefore + 1);
                if (met !== 'ok' && faultsBefore < 5) throw failures[met](); // a server that never recovers is another test
                return asked(`said to ${key}`);
              },
              append(record: ResultRecord) {
                writing = writing.then(async () => {
                  if (++records !== kill?.at) {
                    await open.append(record);
                    written.add(`ask ${record.line}/${targets[record.target]?.model}`);
                    return;
                  }
                  const line = `${JSON.stringify(record)}\n`;
                  await appendFile(file, line.slice(0, Math.floor(line.length * kill.share)));
                  died();
                  await new Promise(() => {}); // a dead process does nothing more
                });
                return writing;
              },
            },
            { concurrency, requestsPerMinute },
          );
          const missing = open.results.wanted - open.results.answered;
          const end = await Promise.race([run.run(), death]);
          assert.ok(calls - callsBefore <= mostRequests(missing), `${calls - callsBefore} for ${missing}`);
          run.cancel();
          await open.close();
          if (end === 'dead' || end.kind === 'stopped') continue;
          assert.deepEqual(end, { kind: 'done' });
          break;
        }
        const { results } = readResults(await readFile(file, 'utf8'), 'it');
        for (const { line } of results.rows) {
          for (const [target, { model }] of targets.entries()) {
            assert.equal(results.answer(line, target)?.text, `said to ask ${line}/${model}`);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('rests as long as Google says, all requests together, and keeps to the rate limit', async () => {
    const open = await create(20);
    const clock = new FakeClock(1);
    const times: number[] = [];
    const run = new EvaluationRun(
      {
        results: open.results,
        clock,
        append: (record) => open.append(record),
        ask: () => {
          times.push(clock.now());
          return times.length === 5 ? Promise.reject(failures.quota('30s')) : Promise.resolve(asked('yes'));
        },
      },
      { concurrency: 4, requestsPerMinute: 60 },
    );
    assert.deepEqual(await run.run(), { kind: 'done' });
    await open.close();
    assert.equal(times.length, 41);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    assert.ok(Math.min(...gaps) >= 1000, `gaps were ${gaps}`);
    assert.ok((gaps[4] ?? 0) >= 30_000, `after the refusal it waited ${gaps[4]} ms`);
  });

  it('keeps to what was confirmed when the service fails after its first answer, and can be resumed', async () => {
    for (const fault of ['server', 'cut', 'quota'] as const) {
      const open = await create(200);
      let calls = 0;
      const runWith = (works: () => boolean) =>
        new EvaluationRun(
          {
            results: open.results,
            clock: new FakeClock(1),
            append: (record) => open.append(record),
            ask: () => {
              calls++;
              return works() ? Promise.resolve(asked('yes')) : Promise.reject(failures[fault]());
            },
          },
          { concurrency: 4 },
        ).run();
      const end = await runWith(() => calls === 1);
      assert.equal(end.kind, 'stopped', fault);
      assert.ok(calls < 40, `${fault}: ${calls} requests`);
      assert.equal(open.results.failed, 0, `${fault}: no row is to blame`);
      calls = 0;
      const often = await runWith(() => calls % 3 !== 0); // never long enough for it to be called broken
      assert.equal(often.kind, 'stopped', fault);
      assert.match(String(often.kind === 'stopped' && often.error), /sent where/);
      assert.ok(calls <= mostRequests(399), `${fault}: ${calls} requests`);
      assert.deepEqual(await runWith(() => true), { kind: 'done' });
      await open.close();
    }
  });

  it('asks no row that the file says a batch is to answer, before that is over', async () => {
    const open = await create(4);
    await open.append({ kind: 'batch', id: 'b1', name: 'Batch', sentAt: '', target: 1, lines: [1, 2, 3] });
    await open.close();
    const read = await ResultsFile.open(open.path);
    const seen: string[] = [];
    const run = () =>
      new EvaluationRun(
        {
          results: read.results,
          clock: new FakeClock(1),
          append: (record) => read.append(record),
          ask: (target, { turns }) => {
            seen.push(`${target.model} ${turns[0]?.text}`);
            return Promise.resolve(asked('yes'));
          },
        },
        { concurrency: 1 },
      ).run();
    await run();
    assert.deepEqual(seen, ['base ask 1', 'base ask 2', 'base ask 3', 'base ask 4', 'tuned ask 4']);
    assert.equal(isWhole(read.results), false);
    await read.append({ kind: 'batchOver', id: 'b1' });
    await run();
    assert.deepEqual(seen.slice(5), ['tuned ask 1', 'tuned ask 2', 'tuned ask 3']);
    await read.close();
  });

  const replacements: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
    'another file has its name': async (file) => {
      await writeFile(`${file}.other`, 'other\n');
      await rename(`${file}.other`, file);
    },
    'it is gone, with its folder': (file) => rename(path.dirname(file), `${path.dirname(file)}-away`),
    'it was cut by another program': (file) => truncate(file, 10),
    'something was added to it': (file) => appendFile(file, 'more\n'),
  };
  for (const [what, replace] of Object.entries(replacements)) {
    it(`loses no answer when its file is another one meanwhile: ${what}`, async () => {
      const place = await mkdtemp(path.join(folder, 'replaced-'));
      const open = await ResultsFile.create(path.join(place, 'x.eval.jsonl'), header(6), rowsOf(6));
      let calls = 0;
      const run = new EvaluationRun(
        {
          results: open.results,
          clock: new FakeClock(1),
          append: (record) => open.append(record),
          ask: async () => {
            if (++calls === 6) await replace(open.path);
            return asked('yes');
          },
        },
        { concurrency: 1 },
      );
      assert.deepEqual(await run.run(), { kind: 'done' });
      await open.close();
      assert.equal(open.recoveryFile, path.join(place, 'x.recovered.eval.jsonl'));
      const { results } = readResults(await readFile(open.recoveryFile, 'utf8'), 'it');
      assert.equal(results.answered, 12);
    });
  }

  it('sends nothing while it is paused, and goes on', async () => {
    const open = await create(6);
    const clock = new FakeClock(1);
    let calls = 0;
    const run: EvaluationRun = new EvaluationRun(
      {
        results: open.results,
        clock,
        append: (record) => open.append(record),
        ask: () => {
          if (++calls === 3) run.pause();
          return Promise.resolve(asked('yes'));
        },
      },
      { concurrency: 1 },
    );
    const end = run.run();
    while (!run.progress.paused) await clock.turn();
    for (let turns = 0; turns < 20; turns++) await clock.turn();
    assert.equal(calls, 3);
    run.resume();
    assert.deepEqual(await end, { kind: 'done' });
    assert.equal(calls, 12);
    await open.close();
  });

  it('judges every answer once, after all are there, also over a resume', async () => {
    const judge = { service: 'fake', model: 'judge', label: 'judge', rubric: '{{answerA}}|{{answerB}}' };
    const created = await ResultsFile.create(
      path.join(folder, `${++files}.eval.jsonl`),
      { ...header(4), judge },
      rowsOf(4),
    );
    await created.close();
    const seen: string[] = [];
    for (const mostCalls of [13, 100]) {
      const open = await ResultsFile.open(created.path);
      let calls = 0;
      const confirmed = requestsLeft(open.results);
      const run: EvaluationRun = new EvaluationRun(
        {
          results: open.results,
          clock: new FakeClock(1),
          append: (record) => open.append(record),
          ask: (target, { turns }) => {
            const text = turns[0]?.text ?? '';
            if (++calls > mostCalls) return Promise.reject(failures.noPermission());
            seen.push(`${target.model}: ${text}`);
            if (target.model !== 'judge') return Promise.resolve(asked(`${target.model} ${text}`));
            return Promise.resolve(asked(text.startsWith('tuned') ? '{"better": "A"}' : '{"better": "B"}'));
          },
        },
        { concurrency: 1 },
      );
      await run.run();
      await open.close();
      assert.equal(countUnjudged(open.results), mostCalls === 13 ? 2 : 0);
      // Each pair is judged in both orders, which a person who confirms it has to know.
      assert.deepEqual([confirmed, calls], mostCalls === 13 ? [16, 14] : [4, 4]);
    }
    assert.equal(seen.filter((call) => !call.startsWith('judge')).length, 8);
    const judged = seen.filter((call) => call.startsWith('judge'));
    assert.equal(judged[0], 'judge: base ask 1|tuned ask 1');
    assert.equal(judged[1], 'judge: tuned ask 1|base ask 1');
    assert.equal(new Set(judged).size, 8);
    assert.equal(judged.length, 9); // the kill came between the two orders of one pair
    const { results } = readResults(await readFile(created.path, 'utf8'), 'it');
    assert.deepEqual(
      rowsOf(4).map(({ line }) => results.judgement(line, 1)?.score),
      [1, 1, 1, 1],
    );
  });

  it('keeps why the judge gave no score, and says so when it never gave one', async () => {
    const judge = { service: 'fake', model: 'judge', label: 'Judge', rubric: '{{answer}}' };
    const file = path.join(folder, `${++files}.eval.jsonl`);
    const open = await ResultsFile.create(file, { ...header(3), judge, metrics: ['judge'] }, rowsOf(3));
    const run = new EvaluationRun(
      {
        results: open.results,
        clock: new FakeClock(1),
        append: (record) => open.append(record),
        ask: ({ model }) =>
          model === 'judge' ? Promise.reject(failures.refused()) : Promise.resolve(asked(model)),
      },
      { concurrency: 1 },
    );
    await run.run();
    await open.close();
    const { results } = open;
    const scores = scoresOf(results);
    const summary = await summarise(results, scores);
    const { message } = failures.refused();
    assert.deepEqual(summary[1]?.unjudged, { answers: 3, of: 3, reason: message });
    assert.equal(summary[1]?.metrics[0]?.figure, undefined);
    const [note = ''] = notesOf({ results, scores, summary });
    assert.ok(
      note.startsWith('The judge model Judge gave no score for any of the 3 responses of base.'),
      note,
    );
    assert.ok(note.endsWith(message), note);
  });

  it('keeps refused rows apart, and stops when no row would be answered', async () => {
    const runWith = async (answer: (call: number) => Error | undefined) => {
      const open = await create(30);
      let calls = 0;
      const run = new EvaluationRun(
        {
          results: open.results,
          clock: new FakeClock(1),
          append: (record) => open.append(record),
          ask: () => {
            const error = answer(++calls);
            return error ? Promise.reject(error) : Promise.resolve(asked('yes'));
          },
        },
        { concurrency: 2 },
      );
      const end = await run.run();
      await open.close();
      return { end: end.kind, calls, answered: open.results.answered, failed: open.results.failed };
    };
    const oneRefused = await runWith((call) => (call === 7 ? failures.refused() : undefined));
    assert.deepEqual(oneRefused, { end: 'done', calls: 60, answered: 59, failed: 1 });
    const denied = await runWith((call) => (call > 10 ? failures.noPermission() : undefined));
    assert.equal(denied.end, 'stopped');
    assert.ok(denied.calls <= 12 && denied.failed === 0, JSON.stringify(denied));
    const allRefused = await runWith(() => failures.refused());
    assert.equal(allRefused.end, 'stopped');
    assert.ok(allRefused.calls <= 12, `${allRefused.calls} calls`);
  });
});
