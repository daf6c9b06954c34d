import { writeFileSync } from 'node:fs';
import type { Storage } from './storage/storage';

/** The bucket that Google's tutorials read their training data from. */
const BUCKET = 'cloud-samples-data';
const FOLDER = 'ai-platform/generative_ai';

const SYSTEM = 'You should classify the text into one of the following classes: [business, sports, weather]';

// Written for the sandbox: Google's own files under these names are much larger.
const TRAINING: Readonly<Record<string, readonly string[]>> = {
  business: [
    'The company raised its profit forecast for the second time this year.',
    'Shares of the bank fell after the merger was called off.',
    'The retailer will close forty stores and cut costs.',
    'Oil prices rose as traders waited for the report.',
    'The start-up found new investors and doubled its value.',
    'Exports grew faster than the market had expected.',
    'The board named a new chief executive on Monday.',
    'Consumers spent less on cars and more on food.',
  ],
  sports: [
    'The goalkeeper saved two penalties in the final.',
    'She won the marathon in a record time.',
    'The team lost its third match in a row.',
    'Their striker scored twice before half time.',
    'The champion will miss the season with a knee injury.',
    'Rain could not stop the fans from cheering their team.',
    'The coach praised his young players after the match.',
    'He beat the favourite in five sets.',
  ],
  weather: [
    'Heavy rain is expected in the north tonight.',
    'The storm will reach the coast by morning.',
    'Sunny spells and light winds for the weekend.',
    'Snow fell on the hills above the town.',
    'Temperatures will drop below zero on Friday.',
    'Fog in the valleys will clear by noon.',
    'A warm wind brings clouds from the south.',
    'It stays dry with a clear sky in the evening.',
  ],
};
const VALIDATION: Readonly<Record<string, readonly string[]>> = {
  business: ['The bank cut its forecast.', 'Investors sold their shares.'],
  sports: ['The young team won the match.', 'He scored in the final.'],
  weather: ['Rain and wind tonight.', 'A clear and dry morning.'],
};

/** Puts stand-ins where Google's tutorials expect their public files, so that their requests work as they stand. */
export async function addPublicData(storage: Storage): Promise<void> {
  storage.addPublicBucket(BUCKET);
  for (const [path, texts, toRow] of [
    ['sft_train_data.jsonl', TRAINING, toMessages],
    ['sft_validation_data.jsonl', VALIDATION, toMessages],
    ['gemini-2_0/text/sft_train_data.jsonl', TRAINING, toContents],
    ['gemini-2_0/text/sft_validation_data.jsonl', VALIDATION, toContents],
  ] as const) {
    const name = `${FOLDER}/${path}`;
    if (storage.listObjects(BUCKET, name).length > 0) continue;
    const file = storage.newTemporaryFile();
    writeFileSync(file, toLines(texts, toRow));
    await storage.addObject(BUCKET, name, file, { contentType: 'application/jsonl' });
  }
}

function toLines(
  texts: Readonly<Record<string, readonly string[]>>,
  toRow: (text: string, label: string) => object,
): string {
  return Object.entries(texts)
    .flatMap(([label, examples]) => examples.map((text) => toRow(text, label)))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
}

/** In the form of gemini-1.0, as the tutorials of 2024. */
function toMessages(text: string, label: string): object {
  return {
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: text },
      { role: 'model', content: label },
    ],
  };
}

/** In the form of all models since. */
function toContents(text: string, label: string): object {
  return {
    systemInstruction: { role: 'system', parts: [{ text: SYSTEM }] },
    contents: [
      { role: 'user', parts: [{ text }] },
      { role: 'model', parts: [{ text: label }] },
    ],
  };
}
