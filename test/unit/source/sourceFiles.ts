import path from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

/** A file of ours as TypeScript reads it. */
export interface OurFile {
  /** From the top of the repository, with "/". */
  readonly file: string;
  readonly source: SourceFile;
}

/**
 * What is shipped: all of src, without what generates it.
 * @throws {Error} If the TypeScript compiler cannot be started.
 */
export function readSource<Result>(read: (files: readonly OurFile[]) => Result): Result {
  const api = new API({ cwd: process.cwd() });
  try {
    const configs = ['tsconfig.json', 'src/webviews/tsconfig.json'].map((file) => path.resolve(file));
    const files = new Map<string, OurFile>();
    for (const { program, rootFiles } of api.updateSnapshot({ openProjects: configs }).getProjects())
      for (const name of rootFiles) {
        const file = path.relative('.', name).replaceAll('\\', '/');
        if (!file.startsWith('src/') || file.startsWith('src/generate/')) continue;
        const source = program.getSourceFile(name);
        if (source) files.set(file, { file, source });
      }
    return read([...files.values()]);
  } finally {
    api.close();
  }
}

export function* nodesOf(root: Node): Generator<Node> {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    node.forEachChild((child) => void pending.push(child));
  }
}
