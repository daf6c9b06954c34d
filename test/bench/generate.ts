// Training files of any size: prose of common words with quotes, line ends and some letters beyond ASCII. The same
// every time, for the numbers come from a seed.
import { closeSync, openSync, writeSync } from 'node:fs';

const WORDS =
  'the of and a to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part café naïve'.split(
    ' ',
  );

export type GeneratedFormat = 'geminiApi' | 'vertexContents';

/** Vertex AI's lines with more than one question and one answer. */
export const shapes = [
  'pictures',
  'inline pictures',
  'settings',
  'settings with warnings',
  'tools',
  'calls',
  'many turns',
  'escaped characters',
] as const;
export type Shape = (typeof shapes)[number];

export function generateFile(path: string, format: GeneratedFormat | Shape, bytes: number): void {
  const fd = openSync(path, 'w');
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 0x1_0000_0000;
  };
  const text = (length: number): string => {
    let out = '';
    while (out.length < length) {
      out += WORDS[Math.floor(random() * WORDS.length)] ?? '';
      const chance = random();
      out += chance < 0.02 ? '.\n\n' : chance < 0.03 ? ' "quoted" ' : ' ';
    }
    return `${out.trim()}.`;
  };
  let written = 0;
  let lines: string[] = [];
  for (let i = 0; written < bytes; i++) {
    lines.push(example(format, `${i}. ${text(100 + random() * 600)}`, text(50 + random() * 450)));
    if (lines.length < 500) continue;
    written += writeSync(fd, `${lines.join('\n')}\n`);
    lines = [];
  }
  closeSync(fd);
}

export function example(format: GeneratedFormat | Shape, input: string, output: string): string {
  if (format === 'geminiApi') return JSON.stringify({ text_input: input, output });
  const systemInstruction = { role: 'system', parts: [{ text: 'You are a helpful assistant.' }] };
  if (format === 'escaped characters') return asPython(example('vertexContents', input, output));
  if (format !== 'vertexContents')
    return JSON.stringify({ systemInstruction, ...shaped(format, input, output) });
  return JSON.stringify({
    systemInstruction,
    contents: [
      { role: 'user', parts: [{ text: input }] },
      { role: 'model', parts: [{ text: output }] },
    ],
  });
}

/** As Python's `json.dumps` writes characters beyond ASCII. */
function asPython(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shaped(shape: Exclude<Shape, 'escaped characters'>, input: string, output: string): object {
  const ask = (...parts: object[]) => ({ role: 'user', parts: [...parts, { text: input }] });
  const answer = { role: 'model', parts: [{ text: output }] };
  const id = input.slice(0, input.indexOf('.'));
  const parameters = { type: 'OBJECT', properties: { city: { type: 'STRING', description: 'The city.' } } };
  const tools = [
    { functionDeclarations: [{ name: 'weather', description: 'The weather in a city.', parameters }] },
  ];
  switch (shape) {
    case 'pictures': {
      const fileData = { mimeType: 'image/jpeg', fileUri: `gs://bucket/pictures/${id}.jpg` };
      return { contents: [ask({ fileData }), answer] };
    }
    case 'inline pictures': {
      const data = Buffer.from(output.repeat(20)).toString('base64');
      return { contents: [ask({ inlineData: { mimeType: 'image/png', data } }), answer] };
    }
    case 'settings':
      return {
        contents: [ask(), answer],
        generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' },
      };
    case 'settings with warnings':
      return {
        contents: [ask(), answer],
        generationConfig: { temperature: 0.4, topP: 0.9, maxOutputTokens: 1024 },
      };
    case 'tools':
      return { contents: [ask(), answer], tools };
    case 'calls': {
      const functionCall = { name: 'weather', args: { city: `City ${id}` } };
      const functionResponse = { name: 'weather', response: { degrees: 21, sky: 'clear' } };
      return {
        contents: [
          ask(),
          { role: 'model', parts: [{ functionCall }] },
          { role: 'user', parts: [{ functionResponse }] },
          answer,
        ],
        tools,
      };
    }
    case 'many turns':
      return {
        contents: Array.from({ length: 40 }, (_, i) =>
          i % 2 === 0
            ? { role: 'user', parts: [{ text: `${i}. ${input.slice(0, 60).trim()}.` }] }
            : { role: 'model', parts: [{ text: `${output.slice(0, 60).trim()}.` }] },
        ),
      };
  }
}
