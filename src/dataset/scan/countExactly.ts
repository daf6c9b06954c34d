import { join } from 'node:path';
import { Tokenizer } from '../tokens/tokenizer';
import { loadVocabulary } from '../tokens/vocabulary';

let tokenizer: Tokenizer | undefined;

/** Loads the vocabulary with the first text: only examples that may be too long are counted in a scan. */
export function countExactly(text: string): number {
  tokenizer ??= new Tokenizer(loadVocabulary(join(__dirname, 'gemma-vocabulary.br')));
  return tokenizer.count(text);
}
