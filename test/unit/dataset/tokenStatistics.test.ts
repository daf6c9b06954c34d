import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vertexContents } from '../../../src/dataset/formats/vertexContents';
import { countTokensOf } from '../../../src/dataset/scan/tokenStatistics';
import { findTarget } from '../../../src/dataset/targets/target';
import { countedTexts } from '../../../src/dataset/tokens/countedTexts';
import { estimateOfExample } from '../../../src/dataset/tokens/estimate';

const declaration = {
  name: 'get_weather',
  description: 'The weather of a city, now and for the next days, with wind and rain.',
  parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] },
};
const row = (city: string) => ({
  contents: [
    { role: 'user', parts: [{ text: `Weather in ${city}?` }] },
    { role: 'model', parts: [{ functionCall: { name: 'get_weather', args: { city } } }] },
  ],
  tools: [{ functionDeclarations: [declaration] }],
});

describe('tokens that are estimated', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunewright-tokens-'));
  after(() => rmSync(folder, { recursive: true }));

  it('of an example count its declared functions and its calls, as the exact ones do', () => {
    const { tools, ...without } = row('Rome');
    const of = (value: object) => estimateOfExample(countedTexts(vertexContents, value as never, undefined));
    assert.equal(of(row('Rome')) - of(without), Math.round(JSON.stringify(tools).length / 4));
    const call = JSON.stringify(without.contents[1]?.parts[0]);
    assert.equal(of(without), Math.ceil(('Weather in Rome?'.length + call.length) / 4));
  });

  it('leave out the bytes of files that a function gave back, and say so', () => {
    const given = (data: string) => ({
      contents: [
        {
          role: 'user',
          parts: [{ text: 'q' }, { fileData: { mimeType: 'image/png', fileUri: 'gs://b/a' } }],
        },
        { role: 'model', parts: [{ functionCall: { name: 'shoot', args: { file: { name: 'a' } } } }] },
        {
          role: 'user',
          parts: [
            { functionResponse: { name: 'shoot', parts: [{ inlineData: { mimeType: 'image/png', data } }] } },
          ],
        },
        { role: 'model', parts: [{ text: 'a' }] },
      ],
    });
    const target = findTarget('gemini-3.5-flash');
    const of = (data: string) => countedTexts(vertexContents, given(data), target);
    assert.deepEqual(of('QUJD'), of('QUJD'.repeat(100_000)));
    assert.deepEqual(of('QUJD').notCounted, ['files']);
    assert.ok(of('QUJD').texts.includes('{"functionCall":{"name":"shoot","args":{"file":{"name":"a"}}}}'));
  });

  it('of a file too large to count come near the exact ones, also with functions', async () => {
    const path = join(folder, 'calls.jsonl');
    const cities = Array.from({ length: 20_000 }, (_, i) => `City ${i}`);
    writeFileSync(path, cities.map((city) => `${JSON.stringify(row(city))}\n`).join(''));
    const file = { path, size: statSync(path).size } as Parameters<typeof countTokensOf>[0];
    const count = (text: string) => Math.ceil(text.length / 4);
    const whole = await countTokensOf(file, vertexContents, undefined, { count });
    const part = await countTokensOf(file, vertexContents, undefined, { count, most: 1 << 20 });
    assert.equal(part.exact, false);
    assert.ok(Math.abs(part.total / whole.total - 1) < 0.02, `${part.total} for ${whole.total}`);
  });
});
