// The shapes of rows on Google's tuning pages, with texts of our own.
const say = (role: string, ...parts: object[]) => ({ role, parts });
const text = (content: string) => ({ text: content });
const file = (mimeType: string, fileUri: string) => ({ fileData: { mimeType, fileUri } });
const answer = say('model', text('A rye loaf.'));
const system = { systemInstruction: say('system', text('You answer for a small bakery.')) };
const call = (item: string) => ({ functionCall: { name: 'count_shelf', args: { item } } });
const result = (output: number) => ({ functionResponse: { name: 'count_shelf', response: { output } } });
const tools = [
  {
    functionDeclarations: [
      {
        name: 'count_shelf',
        description: 'How many are on the shelf',
        parameters: { type: 'OBJECT', properties: { item: { type: 'STRING' } }, required: ['item'] },
      },
    ],
  },
];

/** By what the page is about: `D/models/tuning/{supervised-tuning/prepare-data, image, document, audio, video, function-calling}`. */
export const publishedRows: Readonly<Record<string, object>> = {
  text: { ...system, contents: [say('user', text('What is it?')), answer] },
  'text without roles outside a chat': { contents: [{ parts: [text('What is it?')] }, answer] },
  'text with an empty role': { contents: [say('', text('What is it?')), answer] },
  'snake case': {
    system_instruction: say('any', text('Be brief.')),
    contents: [say('user', text('Hi')), answer],
  },
  chat: { ...system, contents: [say('user', text('Hi')), answer, say('user', text('And this?')), answer] },
  labels: { labels: { shop: 'north' }, contents: [say('user', text('What is it?')), answer] },
  image: { contents: [say('user', file('image/jpeg', 'gs://bakery/bun.jpeg'), text('What is it?')), answer] },
  'image by https': {
    contents: [say('user', file('image/png', 'https://example.com/bun.png'), text('What is it?')), answer],
  },
  'image with a resolution of its own': {
    contents: [
      say(
        'user',
        {
          ...file('image/png', 'gs://bakery/bun.png'),
          mediaResolution: { level: 'MEDIA_RESOLUTION_ULTRA_HIGH' },
        },
        text('What is it?'),
      ),
      answer,
    ],
  },
  document: {
    contents: [say('user', file('application/pdf', 'gs://bakery/menu.pdf'), text('Sum up.')), answer],
  },
  audio: {
    contents: [say('user', file('audio/mpeg', 'gs://bakery/order.mp3'), text('What is asked?')), answer],
  },
  video: {
    contents: [
      say(
        'user',
        {
          ...file('video/mp4', 'gs://bakery/oven.mp4'),
          videoMetadata: { startOffset: '5s', endOffset: '25.5s', fps: 0.5 },
        },
        text('What is made?'),
      ),
      answer,
    ],
    generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' },
  },
  'a call': { ...system, tools, contents: [say('user', text('Any rye?')), say('model', call('rye'))] },
  'parallel calls': {
    tools,
    contents: [say('user', text('Any rye or buns?')), say('model', call('rye'), call('bun'))],
  },
  'a chat with a result that has no role': {
    ...system,
    tools,
    contents: [say('user', text('Any rye?')), say('model', call('rye')), { parts: [result(2)] }, answer],
  },
};
