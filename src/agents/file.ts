import { jsonLinesName } from '../dataset/files/fileNames';
import { ScanPool } from '../dataset/scan/blocks';
import { findTarget, type Target, targets } from '../dataset/targets/target';
import type { Host, ToolFile } from './host';
import { ToolRefusal } from './toolRefusal';

/** Of every tool that reads a dataset. */
export const fileInput = {
  type: 'string',
  minLength: 1,
  description: 'Path of the dataset, a JSON Lines file: absolute, or relative to the first open folder.',
} as const;

export const targetInput = {
  type: 'string',
  minLength: 1,
  description:
    'Base model that the data is for, such as "gemini-2.5-flash". Default: what the project says, else a model that takes the format.',
} as const;

/**
 * Other files hold settings, code, or what agents are told to do.
 * @throws ToolRefusal
 */
export function requireDatasetName(name: string): void {
  if (!jsonLinesName.test(name))
    throw new ToolRefusal(`"${name}" doesn't end with .jsonl, and agents write only to datasets.`);
}

/** Reads a dataset on threads of its own. */
export function withDataset<T>(
  host: Host,
  name: string,
  work: (file: ToolFile, pool: ScanPool) => Promise<T>,
): Promise<T> {
  return host.withFile(name, async (file) => {
    const pool = new ScanPool();
    try {
      return await work(file, pool);
    } finally {
      await pool.close();
    }
  });
}

/** @throws ToolRefusal */
export function targetFor(id: string | undefined, { options }: ToolFile): Target | undefined {
  const name = id ?? options.target;
  if (name === undefined) return undefined;
  const target = findTarget(name, options.addedTargets);
  if (target) return target;
  const known = targets.map((one) => one.id).join(', ');
  throw new ToolRefusal(`There is no target model "${name}". Known are: ${known}.`);
}
