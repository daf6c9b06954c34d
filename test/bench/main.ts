// `npm run bench [-- --json FILE] [-- --megabytes N] [-- --only edit|file|shapes|tokens|charts|activation|playground|rows|growth]`: every figure is a ratio measured in
// this run, so that it says something on any machine.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureActivation } from './activation';
import { measureCharts } from './charts';
import { measureEdits } from './edit';
import { measureFiles, measureShapes } from './file';
import { measureGrowth } from './growth';
import { isMet, type Measurement } from './measure';
import { measurePlayground } from './playground';
import { measureRows } from './rows';
import { measureTokens } from './tokens';

const parts = {
  edit: () => measureEdits(),
  file: (megabytes: number) => measureFiles(megabytes),
  shapes: (megabytes: number) => measureShapes(megabytes),
  tokens: () => measureTokens(),
  charts: () => measureCharts(),
  activation: () => measureActivation(),
  playground: () => measurePlayground(),
  rows: () => measureRows(),
  growth: () => measureGrowth(),
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      megabytes: { type: 'string', default: '200' },
      only: { type: 'string' },
    },
  });
  const all: Measurement[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only !== undefined && values.only !== name) continue;
    for (const measurement of await measure(Number(values.megabytes))) {
      all.push(measurement);
      console.log(line(measurement));
    }
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`;
  console.log(`\nMeasured on ${machine}.`);
  const measurements = all.map((measurement) => ({ ...measurement, met: isMet(measurement) }));
  if (values.json !== undefined) {
    writeFileSync(
      values.json,
      `${JSON.stringify({ machine, date: new Date().toISOString(), measurements }, undefined, 2)}\n`,
    );
  }
}

function line(measurement: Measurement): string {
  const { name, value, unit, goal, detail } = measurement;
  const digits = value < 10 ? 2 : 0;
  const figure = `${name}: ${value.toFixed(digits)} ${unit}`;
  if (goal === undefined) return `        ${figure}; ${detail}`;
  const wanted = 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return `${isMet(measurement) ? 'met   ' : 'MISSED'}  ${figure} (goal ${wanted}); ${detail}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
