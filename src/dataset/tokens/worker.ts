// Counts tokens beside the editor. Loads the vocabulary when it starts.
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { CountReply, CountRequest } from './tokenCounter';
import { Tokenizer } from './tokenizer';
import { loadVocabulary } from './vocabulary';

const tokenizer = new Tokenizer(loadVocabulary(join(import.meta.dirname, 'gemma-vocabulary.br')));

parentPort?.on('message', ({ id, texts }: CountRequest) => {
  const reply: CountReply = { id, counts: texts.map((text) => tokenizer.count(text)) };
  parentPort?.postMessage(reply);
});
