// Runs inside the extension host, once for each round: activates an empty extension and ours, and writes what each took.
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commands, extensions } from 'vscode';
import { loadedWith } from '../bundles';

export interface Activation {
  readonly milliseconds: number;
  /** Of the JavaScript files that were loaded from the extension's folder. */
  readonly bytes: number;
}

export interface ActivationRound {
  readonly empty: Activation;
  readonly ours: Activation;
  /** Of a command that does nothing but be the first. */
  readonly openingMilliseconds: number;
}

export async function run(): Promise<void> {
  const results = process.env.TUNEWRIGHT_BENCH_RESULTS;
  if (results === undefined) throw new Error('TUNEWRIGHT_BENCH_RESULTS names no file.');
  const round: ActivationRound = {
    empty: await activate('tunewright-bench.empty'),
    ours: await activate('tunewright.tunewright'),
    openingMilliseconds: await timed(() => commands.executeCommand('tunewright.clearJobFilter')),
  };
  writeFileSync(results, JSON.stringify(round));
}

async function activate(id: string): Promise<Activation> {
  const extension = extensions.getExtension(id);
  if (extension === undefined || extension.isActive)
    throw new Error(`${id} is not there, or active already.`);
  const milliseconds = await timed(() => extension.activate());
  const { main } = extension.packageJSON as { readonly main: string };
  const loaded = loadedWith(path.join(extension.extensionPath, main));
  return { milliseconds, bytes: loaded.reduce((sum, file) => sum + statSync(file).size, 0) };
}

async function timed(action: () => Thenable<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
