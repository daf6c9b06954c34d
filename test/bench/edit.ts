import { DatasetDocument } from '../../src/dataset/document/datasetDocument';
import { example } from './generate';
import { type Measurement, medians } from './measure';

const EDITS = 400;
const ROUNDS = 7;
const REPLACED = 10_000;

/**
 * One typed character in a document of 200,000 lines, against 1,000 lines and against reading everything again; and a
 * word that is replaced on 10,000 of these lines, against reading only those.
 */
export async function measureEdits(): Promise<Measurement[]> {
  const small = open(1_000);
  const large = open(200_000);
  const replacedLines = large.text.split('\n').slice(0, REPLACED).join('\n');
  const { few, many, reread, replace, readReplaced } = await medians(
    {
      few: () => type(small),
      many: () => type(large),
      reread: () => read(large.text),
      replace: () => replaceAll(large),
      readReplaced: () => read(replacedLines),
    },
    ROUNDS,
  );
  const micro = (milliseconds: number) => `${(milliseconds * 1000).toFixed(1)} µs`;
  return [
    {
      name: 'edit: 200,000 lines against 1,000 lines',
      value: many / few,
      unit: '×',
      goal: { atMost: 1.5 },
      detail: `${micro(many)} against ${micro(few)} for a typed character`,
    },
    {
      name: 'edit: against reading 200,000 lines again',
      value: reread / many,
      unit: '×',
      goal: { atLeast: 2_000 },
      detail: `${micro(many)} against ${reread.toFixed(0)} ms`,
    },
    {
      name: 'edit: replace-all on 10,000 of 200,000 lines',
      value: replace,
      unit: 'ms',
      goal: { atMost: 80 },
      detail: `${(replace / readReplaced).toFixed(1)} × reading those lines as a document (${readReplaced.toFixed(0)} ms)`,
    },
  ];
}

interface Open {
  readonly text: string;
  readonly document: DatasetDocument;
}

function open(lines: number): Open {
  const texts = Array.from({ length: lines }, (_, i) =>
    example(
      'geminiApi',
      `Question ${i}: what comes after ${i}, and why does it?`,
      `After ${i} comes ${i + 1}.`,
    ),
  );
  const text = texts.join('\n');
  return { text, document: DatasetDocument.read(text) };
}

function read(text: string): number {
  const start = performance.now();
  DatasetDocument.read(text);
  return performance.now() - start;
}

/** Milliseconds for one character, with the look at the problems that follows it in the editor. */
function type({ document }: Open): number {
  const line = document.lineCount >> 1;
  const start = performance.now();
  for (let i = 0; i < EDITS; i++) {
    const at = { line, character: 20 };
    // Types a character and takes it back, so that lines do not grow from round to round.
    const end = i % 2 === 0 ? at : { line, character: 21 };
    document.apply([{ range: { start: at, end }, text: i % 2 === 0 ? 'x' : '' }]);
    document.problems(1_000);
  }
  return (performance.now() - start) / EDITS;
}

/** Milliseconds for a word that is put in on every twentieth line, in one event as VS Code gives it. */
function replaceAll({ document }: Open): number {
  const step = document.lineCount / REPLACED;
  const changes = (length: number, text: string) =>
    Array.from({ length: REPLACED }, (_, i) => {
      const line = (REPLACED - 1 - i) * step;
      return { range: { start: { line, character: 20 }, end: { line, character: 20 + length } }, text };
    });
  const [put, back] = [changes(0, 'again '), changes(6, '')];
  const start = performance.now();
  document.apply(put);
  document.problems(1_000);
  const time = performance.now() - start;
  document.apply(back);
  return time;
}
