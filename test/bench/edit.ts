import { DatasetDocument } from '../../src/dataset/document';
import { example } from './generate';
import { type Measurement, medians } from './measure';

const EDITS = 400;
const ROUNDS = 7;

/** One typed character in a document of 200,000 lines, against 1,000 lines and against reading everything again. */
export async function measureEdits(): Promise<Measurement[]> {
  const small = open(1_000);
  const large = open(200_000);
  const { few, many, reread } = await medians(
    { few: () => type(small), many: () => type(large), reread: () => read(large.text) },
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
