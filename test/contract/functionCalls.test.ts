import assert from 'node:assert/strict';
import { GoogleGenAI } from '@google/genai';
import { promptsOf, recordsOf } from '../../src/evaluation/batch/batchRows';
import { Scores } from '../../src/evaluation/compare/scores';
import { summarise } from '../../src/evaluation/compare/summary';
import { planEvaluation } from '../../src/evaluation/plan';
import type { ResultRecord } from '../../src/evaluation/results/records';
import { Results } from '../../src/evaluation/results/results';
import { askServices } from '../../src/evaluation/run/ask';
import { EvaluationRun } from '../../src/evaluation/run/run';
import type { FunctionCall } from '../../src/tuning/contract/functions';
import { hasEnded } from '../../src/tuning/contract/job';
import type { Prompt, TuningService, Turn } from '../../src/tuning/contract/service';
import { toRequest } from '../../src/tuning/services/generateContent';
import { readDescriptors } from './googleDescriptors';
import { type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';
import { heldOut, tuneWeather, weatherLines, weatherTools } from './weatherModel';

const clock = {
  now: Date.now,
  setTimeout(callback: () => void, milliseconds: number) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => 0,
};
const signal = new AbortController().signal;
const parameters = { temperature: 0 };
const tools = [
  { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
];
const user = (text: string): Turn => ({ role: 'user', text });
const answered = (call: FunctionCall, degrees: number): Turn[] => [
  { role: 'model', text: '', functions: [{ kind: 'call', ...call }] },
  {
    role: 'user',
    text: '',
    functions: [{ kind: 'result', name: call.name, response: { output: `~${degrees} degrees` } }],
  },
];

describe('calls of functions, against the sandbox', function () {
  this.timeout(240_000);
  let sandbox: RunningSandbox;
  let service: TuningService;
  let tuned: string;
  let model: string;

  before(async () => {
    sandbox = await startSandbox();
    ({ service, tuned, model } = await tuneWeather(sandbox));
  });
  after(() => sandbox?.stop());

  async function ask(name: string, turns: readonly Turn[], declared: Prompt['tools'] = tools) {
    const calls: FunctionCall[] = [];
    let text = '';
    const prompt = {
      systemInstruction: undefined,
      turns,
      parameters,
      ...(declared ? { tools: declared } : {}),
    };
    for await (const chunk of service.generate(name, prompt, signal)) {
      if (chunk.kind === 'text') text += chunk.text;
      if (chunk.kind === 'call') calls.push(chunk.call);
    }
    return { text, calls };
  }

  it('the tuned model calls, and goes on with what it is given back', async () => {
    for (const city of heldOut) {
      const { text, calls } = await ask(tuned, [user(`Weather in "${city}"?`)]);
      assert.equal(text, '');
      const [call] = calls;
      assert.ok(call?.signature, 'Gemini 3 signs its calls');
      assert.deepEqual(
        calls.map(({ name, args }) => ({ name, args })),
        [{ name: 'get_weather', args: { city } }],
      );
      const next = await ask(tuned, [user(`Weather in "${city}"?`), ...answered(call, 17)]);
      assert.deepEqual([next.text, next.calls], ['It is ~17 degrees.', []]);
    }
    assert.equal((await ask(tuned, [user('Thanks!')])).text, 'Bye!');
  });

  it('calls that nobody has signed are sent so that Gemini 3 takes them', async () => {
    const call = { name: 'get_weather', args: { city: 'Bonn' } };
    const turns = [user('Weather in "Bonn"?'), ...answered(call, 10)];
    assert.equal((await ask(tuned, turns)).text, 'It is ~10 degrees.');
    const unsigned = {
      contents: [
        { role: 'user', parts: [{ text: 'Weather in "Bonn"?' }] },
        { role: 'model', parts: [{ functionCall: call }] },
        {
          role: 'user',
          parts: [{ functionResponse: { name: 'get_weather', response: { output: '~10 degrees' } } }],
        },
      ],
      tools: weatherTools,
    };
    const reply = await fetch(`${sandbox.url}/v1/${tuned}:generateContent`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await sandbox.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify(unsigned),
    });
    assert.equal(reply.status, 400);
    assert.match(await reply.text(), /missing a thought_signature/);
    await assert.rejects(
      ask(tuned, [user('Weather in "Bonn"?'), ...answered({ ...call, signature: 'AAAA' }, 10)]),
      /Corrupted thought signature/,
    );
  });

  it('requests are what Google’s descriptors say, for Vertex AI’s v1 without ids', () => {
    const call = { name: 'get_weather', args: { city: 'Bonn' }, id: 'c1' };
    const turns = [user('Weather?'), ...answered(call, 10)];
    const prompt = { systemInstruction: undefined, turns, tools, parameters: { thinkingLevel: 'MINIMAL' } };
    const json = (name: string) => JSON.parse(JSON.stringify(toRequest(prompt, name)));
    const vertex = readDescriptors('@google-cloud/aiplatform');
    assert.deepEqual(vertex('google.cloud.aiplatform.v1.GenerateContentRequest', json(tuned)), []);
    const { contents, ...rest } = json('models/gemini-3.5-flash');
    assert.deepEqual(
      readDescriptors('@google-ai/generativelanguage')(
        'google.ai.generativelanguage.v1beta.GenerateContentRequest',
        // The level is newer than this descriptor (@google/genai sends it to this API too).
        { contents, ...rest, generationConfig: {} },
      ),
      [],
    );
    assert.equal(contents[1].parts[0].functionCall.id, 'c1');
    assert.equal(JSON.stringify(json(tuned)).includes('c1'), false);
    assert.deepEqual(json(tuned).tools, [
      {
        functionDeclarations: [
          { name: 'get_weather', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } } } },
        ],
      },
    ]);
  });

  it('Google’s own client reads the calls', async () => {
    const ai = new GoogleGenAI({
      vertexai: true,
      project: 'sandbox',
      location: 'us',
      googleAuthOptions: { keyFile: sandbox.adc, scopes: ['https://www.googleapis.com/auth/cloud-platform'] },
      httpOptions: { baseUrl: sandbox.url, apiVersion: 'v1' },
    });
    const config = { temperature: 0, tools: weatherTools as never };
    const answer = await ai.models.generateContent({
      model: tuned,
      contents: `Weather in "${heldOut[1]}"?`,
      config,
    });
    assert.deepEqual(
      answer.functionCalls?.map(({ name, args }) => ({ name, args })),
      [{ name: 'get_weather', args: { city: heldOut[1] } }],
    );
    assert.equal(answer.candidates?.[0]?.finishReason, 'STOP');
  });

  const plan = () =>
    planEvaluation({
      dataset: { path: 'weather.jsonl', text: weatherLines(heldOut) },
      targets: [
        { service: 'vertexAi', model: 'gemini-3.5-flash', label: 'base' },
        { service: 'vertexAi', model: tuned, label: 'tuned' },
      ],
      singlePrompts: false,
      parameters,
      startedAt: new Date(0),
    });

  it('an evaluation tells the model that calls rightly from the one that does not', async () => {
    const { header, rows } = plan();
    const results = new Results(header, rows);
    const run = new EvaluationRun(
      {
        results,
        append: async (record: ResultRecord) => results.add(record),
        ask: askServices([service], clock),
        clock,
      },
      { concurrency: 4 },
    );
    assert.deepEqual(await run.run(), { kind: 'done' });
    const [base, learned] = await summarise(results, new Scores(results));
    const figures = (one: typeof base) =>
      Object.fromEntries((one?.metrics ?? []).map(({ metric, figure }) => [metric.id, figure?.value]));
    assert.equal(figures(learned)['right-call'], 1);
    assert.equal(figures(learned)['argument-accuracy'], 1);
    assert.equal(figures(learned)['needless-call'], 0);
    assert.equal(figures(base)['right-call'], 0);
    assert.equal(figures(base)['missing-call'], 1);
  });

  it('so does a batch', async () => {
    const { batch } = service;
    assert.ok(batch);
    const { header, rows } = plan();
    const lines = rows.map(({ line }) => line);
    const prompts = promptsOf(new Results(header, rows), lines, 1);
    const launch = { id: 'calls00001', displayName: 'Calls', model, prompts, bucket: 'tunewright-weather' };
    const job = await batch.create(await batch.prepare({ ...launch, onProgress() {} }, signal), signal);
    const ended = await waitFor(
      () => batch.get(job, signal),
      ({ state }) => hasEnded(state),
    );
    const records = recordsOf(await batch.answers(ended, prompts, signal), lines, 1);
    const first = records.find(({ line }) => line === 1);
    assert.ok(first?.kind === 'answer', JSON.stringify(records[0]));
    assert.equal(first.text, `get_weather({"city":"${heldOut[0]}"})`);
    assert.deepEqual(first.calls?.[0]?.args, { city: heldOut[0] });
    assert.equal(records.length, rows.length);
  });
});
