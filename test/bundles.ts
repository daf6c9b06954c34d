// What is built, file by file: a bundle imports what it shares with others from files beside it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The file in dist that an `import('./name')` loads; its name has a hash. */
export function lazyBundle(name: string): string {
  const file = readdirSync('dist').find((one) => one.startsWith(`${name}-`));
  if (file === undefined) throw new Error(`dist has no ${name}-….js`);
  return path.join('dist', file);
}

/** A built file with all that it loads at once, or with `later` also on first use; each once. Paths like the given one. */
export function loadedWith(entry: string, { later = false } = {}): string[] {
  const found = new Set([entry]);
  for (const file of found) {
    const text = readFileSync(file, 'utf8');
    for (const [, atOnce, onUse] of text.matchAll(
      /(?:from|import)\s*"\.\/([^"]+\.js)"|import\("\.\/([^"]+\.js)"\)/g,
    )) {
      const name = atOnce ?? (later ? onUse : undefined);
      if (name !== undefined) found.add(path.join(path.dirname(file), name));
    }
  }
  return [...found];
}
