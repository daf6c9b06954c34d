import { join } from 'node:path';
import { Tokenizer } from './tokenizer';
import { loadVocabulary } from './vocabulary';

let tokenizer: Tokenizer | undefined;

/**
 * The one counter by which an example is too long, in the editor, at a launch and on the command line. Loads the
 * vocabulary with the first text: few examples have so many bytes that they need be counted.
 */
export function countExactly(text: string): number {
  tokenizer ??= new Tokenizer(loadVocabulary(join(import.meta.dirname, 'gemma-vocabulary.br')));
  return tokenizer.count(text);
}
