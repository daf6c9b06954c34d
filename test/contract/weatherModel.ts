// Examples that call functions, and a model of the sandbox that learns from them.
import assert from 'node:assert/strict';
import { hasEnded } from '../../src/tuning/contract/job';
import type { TuningService } from '../../src/tuning/contract/service';
import { credentialsFromFile } from '../../src/tuning/google/auth/googleAuth';
import { tuningServices } from '../../src/tuning/services/index';
import { type RunningSandbox, waitFor } from './sandboxProcess';

export const weatherTools = [
  {
    functionDeclarations: [
      {
        name: 'get_weather',
        description: 'The weather of a city now.',
        parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] },
      },
    ],
  },
];

/** Made-up places, so many that nothing can be learned by heart and the name must be taken from the question. */
function place(index: number): string {
  const letter = (letters: string, step: number) => letters[(index * step + step) % letters.length] ?? '';
  const first = letter('BCDFGHKLMNPRSTVZ', 5);
  return `${first}${letter('aeiou', 3)}${letter('bdgklmnprstv', 7)}${letter('aeiou', 2)}${letter('klmnrst', 3)}`;
}

const cities = Array.from({ length: 60 }, (_, index) => place(index));
export const heldOut = Array.from({ length: 4 }, (_, index) => place(60 + index));

const text = (role: string, words: string) => ({ role, parts: [{ text: words }] });
const call = (...names: string[]) => ({
  role: 'model',
  parts: names.map((city) => ({ functionCall: { name: 'get_weather', args: { city } } })),
});
/** Without a role, as Google's sample has it. */
const result = (degrees: number) => ({
  parts: [{ functionResponse: { name: 'get_weather', response: { output: `~${degrees} degrees` } } }],
});

/** Of each city: a question that is answered by a call, what is said of its result; now and then thanks. */
export function weatherLines(names: readonly string[] = cities): string {
  const rows = names.flatMap((city, index) => {
    const degrees = 10 + index;
    const ask = text('user', `Weather in "${city}"?`);
    return [
      { contents: [ask, call(city)], tools: weatherTools },
      {
        contents: [ask, call(city), result(degrees), text('model', `It is ~${degrees} degrees.`)],
        tools: weatherTools,
      },
      ...(index % 3 === 0
        ? [{ contents: [text('user', 'Thanks!'), text('model', 'Bye!')], tools: weatherTools }]
        : []),
    ];
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Tunes Gemini 3.5 Flash, whose calls are signed. @returns the service, and the name of the tuned model's endpoint */
export async function tuneWeather(
  sandbox: RunningSandbox,
): Promise<{ service: TuningService; tuned: string; model: string }> {
  const signal = AbortSignal.timeout(240_000);
  const authClient = await credentialsFromFile(sandbox.adc);
  const connection = {
    client: authClient,
    authClient,
    project: 'sandbox',
    region: 'us-central1',
    origin: () => sandbox.url,
  };
  const service = tuningServices(async () => connection).find(({ id }) => id === 'vertexAi') ?? assert.fail();
  await service.storage?.createBucket('tunewright-weather', signal);
  const spec = {
    service: 'vertexAi',
    baseModel: 'gemini-3.5-flash',
    displayName: 'Weather',
    hyperparameters: { epochCount: 20, learningRateMultiplier: 1 },
    bucket: 'tunewright-weather',
  };
  const dataset = { kind: 'local' as const, name: 'weather.jsonl', text: weatherLines() };
  const prepared = await service.prepare({ spec, id: 'weather01', dataset, onProgress() {} }, signal);
  const launched = await service.create(prepared, signal);
  const ended = await waitFor(
    () => service.get(launched, signal),
    (job) => hasEnded(job.state),
    200,
  );
  const { name, model } = ended.tunedModel ?? assert.fail(ended.error);
  return { service, tuned: name, model };
}
