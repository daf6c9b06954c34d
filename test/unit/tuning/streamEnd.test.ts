import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Connection } from '../../../src/tuning/contract/connection';
import { generateContent } from '../../../src/tuning/services/generateContent';

const event = (text: string, more: object = {}, candidate: object = {}) => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, ...candidate }],
  ...more,
});
const traffic = { usageMetadata: { trafficType: 'ON_DEMAND' } };
const counted = { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 } };

async function endOf(...events: object[]) {
  const lines = events.map((one) => Buffer.from(`data: ${JSON.stringify(one)}\n\n`));
  const client = { request: async () => ({ data: Readable.from(lines) }) };
  const connection = { client, authClient: client } as unknown as Connection;
  const prompt = { systemInstruction: undefined, turns: [], parameters: {} };
  const chunks = [];
  for await (const chunk of generateContent(
    connection,
    'https://x/m',
    'm',
    prompt,
    new AbortController().signal,
  ))
    chunks.push(chunk);
  const end = chunks.at(-1);
  return end?.kind === 'end' ? end.finishReason : assert.fail('no end');
}

describe('the end of a stream', () => {
  it('is told by its reason', async () => {
    assert.equal(await endOf(event('a', counted, { finishReason: 'MAX_TOKENS' })), 'MAX_TOKENS');
  });

  it('is whole without a reason when the tokens of the answer are counted at last, as 3.5 Flash at eu has sent it', async () => {
    assert.equal(await endOf(event('a', traffic), event('b', counted)), 'STOP');
  });

  it('is not known when nothing tells it, also where each event counts', async () => {
    const unknown = 'FINISH_REASON_UNSPECIFIED';
    assert.equal(await endOf(event('a'), event('b')), unknown);
    assert.equal(await endOf(event('a', counted), event('b')), unknown);
    assert.equal(await endOf(event('a', counted), event('b', counted)), unknown);
  });
});
