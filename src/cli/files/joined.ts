import { counted } from '../../base/numbers';
import { ScanPool } from '../../dataset/scan/blocks';
import { type JoinedRows, joinRows } from '../../dataset/tools/joinedRows';
import { indexRows } from '../../dataset/tools/rowIndex';
import { Exit } from '../command';
import { interruptSignal } from '../interrupt';
import { type Input, withInputs } from './inputs';
import { type OutputOptions, tellResult, type WriteRows, writeRows } from './outputs';
import { runTool } from './runTool';

/** What was done, for people and as JSON. */
export interface Told {
  readonly lines: readonly string[];
  readonly facts: object;
}

/** Runs a command that makes one list of rows of those of all its files. Blank lines are left out. */
export function runOnRows(
  files: readonly string[],
  options: OutputOptions,
  work: (
    joined: JoinedRows,
    write: WriteRows,
    signal: AbortSignal,
    inputs: readonly Input[],
  ) => Promise<Told>,
): Promise<Exit> {
  return runTool(() =>
    withInputs(files, async (inputs) => {
      const pool = new ScanPool();
      try {
        await writeRows(inputs, options, async (write, signal) => {
          const indexes = [];
          for (const { path } of inputs)
            indexes.push(await indexRows(pool, path, { signal: interruptSignal() }));
          const joined = joinRows(indexes);
          return { joined, told: await work(joined, write, signal, inputs) };
        }).then(({ joined: { rows, blank }, told: { lines, facts } }) => {
          const left = blank > 0 ? [`${counted(blank, 'blank line')} left out.`] : [];
          tellResult(options, [...lines, ...left], { rows, blank, ...facts });
        });
        return Exit.Good;
      } finally {
        await pool.close();
      }
    }),
  );
}
