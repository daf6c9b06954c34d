import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Measurement, runProcess } from './measure';

/** Tests that read texts which are made to hurt. */
const files = ['dataset/linear', 'evaluation/linear'].map((name) => `dist/test/unit/${name}.test.js`);

/** Megabytes. Else, what moves and returns memory costs more than the texts, and not in step with them. */
const roomForNew = ['--min-semi-space-size=256', '--max-semi-space-size=256'];

interface Growth {
  readonly name: string;
  /** Characters. */
  readonly length: number;
  readonly growth: number;
}

/** What any text costs that is doubled from 64 kB to 4 MB: rules, formats, renderers, patterns, metrics and reports. */
export async function measureGrowth(): Promise<Measurement[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-bench-'));
  const figures = path.join(folder, 'growth.jsonl');
  process.env.TUNEWRIGHT_GROWTH = figures;
  try {
    const hour = String(60 * 60_000);
    const run = ['scripts/runMocha.mjs', hour, path.join(folder, 'tests'), ...files];
    await runProcess(process.execPath, [...roomForNew, ...run]);
    const lines = (await readFile(figures, 'utf8')).trimEnd().split('\n');
    const all = lines.map((line): Growth => JSON.parse(line)).sort((a, b) => b.growth - a.growth);
    const worst = all
      .slice(0, 3)
      .map(({ name, length, growth }) => `${name}, ${length >> 10} kB: ${growth.toFixed(2)}`);
    return [
      {
        name: 'longest time for a text twice as long, of 64 kB to 4 MB, made to hurt',
        value: all[0]?.growth ?? Number.NaN,
        unit: '×',
        goal: { atMost: 2.5 },
        detail: `${all.length} doublings; the worst: ${worst.join('; ')}`,
      },
    ];
  } finally {
    delete process.env.TUNEWRIGHT_GROWTH;
    await rm(folder, { recursive: true, force: true });
  }
}
