import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** The pieces that texts are made of. A piece with a lower id is merged first. */
export interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  /** Pieces that are matched as they stand and never merged, such as `<td>` and runs of line ends. */
  readonly fixed: ReadonlySet<string>;
}

/** @param file `gemma-vocabulary.br`, made by scripts/buildVocabulary.mjs */
export function loadVocabulary(file: string): Vocabulary {
  const { pieces, fixed } = JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')) as {
    pieces: string[];
    fixed: number[];
  };
  const ids = new Map<string, number>();
  for (const [id, piece] of pieces.entries()) if (piece !== '') ids.set(piece, id);
  return { ids, fixed: new Set(fixed.map((id) => pieces[id] ?? '')) };
}
