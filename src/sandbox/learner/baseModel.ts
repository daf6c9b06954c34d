import { trainingSteps } from './learning';
import { LogLinearModel } from './model';

/**
 * What the base model has read: a page of plain English, nothing of anybody's tuning data. It is enough to write
 * something that looks a little like words and far too little to answer a question, which is the honest state of
 * a stand-in before tuning.
 */
const READING = `The morning was cold and clear. We walked along the river to the old mill. The water was high after
the rain. Nobody had been there for a long time. A small boat lay on the bank. It belonged to a man from the village.
He came every day to look at the water. Most of the fish had gone to the sea. In the summer the river is slow and warm.
Children swim there until the evening. There is a market in the square on Friday. You can buy bread, cheese and fruit.
The best apples come from the hills in the north. They are small and green, but very sweet. My mother makes a cake
with them. She has never told us how she does it. Please ask her when you see her. She will be happy to hear from you.
The train leaves at seven and arrives before noon. It stops at every station on the way. You should bring something to
read. There are many books in the house. Some of them are older than the house. I have read only two or three of them.
One is about the stars, and another is about ships. The stars are very far away. Light needs many years to get here.
What we see is how they were a long time ago. A ship needs wind, a map and a good crew. The captain knows where to go
and when to wait. It is better to wait than to lose the way. Thank you for your letter. I was glad to read that you
are well. We are all well too. The garden is full of flowers at this time of the year. Yes, you can stay with us in
the spring. No, it is not too far to walk. How long would you like to stay? What would you like to do here? I can help
you with the work. First we need to find the right tools. Then we can begin.`;

/** Gently: what is deeply set here would have to be unlearned by a tuning with a low rate. */
const EPOCHS = 2;
const LEARNING_RATE = 0.0005;

/** Trains the base model, in a fraction of a second: each sentence is the answer to the one before it. */
export function trainBaseModel(): LogLinearModel {
  const sentences = READING.replaceAll('\n', ' ').split(/(?<=[.?]) /);
  const examples = sentences.slice(1).map((output, at) => ({ input: sentences[at] ?? '', output }));
  const model = new LogLinearModel();
  const plan = { examples, epochs: EPOCHS, batchSize: 4, learningRate: LEARNING_RATE, seed: 1 };
  for (const _ of trainingSteps(model, plan));
  return model;
}
