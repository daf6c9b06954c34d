import * as l10n from '@vscode/l10n';
import { assertNever } from '../../base/assertNever';
import { counted } from '../../base/numbers';
import type {
  AnswerRecord,
  BatchMark,
  EvaluationHeader,
  FailureRecord,
  FileRecord,
  JudgementRecord,
  ResultRecord,
  RowRecord,
} from './records';

/** An evaluation so far. */
export class Results {
  readonly rows: readonly RowRecord[];
  readonly #answers = new Map<string, AnswerRecord>();
  readonly #failures = new Map<string, FailureRecord>();
  readonly #judgements = new Map<string, JudgementRecord>();
  /** Under way, by their ids. */
  readonly #batches = new Map<string, BatchMark[]>();

  constructor(
    readonly header: EvaluationHeader,
    rows: readonly RowRecord[],
    records: readonly FileRecord[] = [],
  ) {
    this.rows = rows;
    for (const record of records) this.add(record);
  }

  add(record: FileRecord): void {
    switch (record.kind) {
      case 'answer':
        this.#answers.set(keyOf(record.line, record.target), record);
        this.#failures.delete(keyOf(record.line, record.target)); // it was asked once more
        break;
      case 'failure':
        this.#failures.set(keyOf(record.line, record.target), record);
        break;
      case 'judgement':
        this.#judgements.set(keyOf(record.line, record.target), record);
        break;
      case 'batch':
        this.#batches.set(record.id, this.#batches.get(record.id) ?? []);
        this.#batches.get(record.id)?.push(record);
        break;
      case 'batchOver':
        this.#batches.delete(record.id);
        break;
      default:
        assertNever(record);
    }
  }

  /** Those that are under way, by this file. */
  get batches(): readonly BatchMark[] {
    return [...this.#batches.values()].flat();
  }

  /** The rows of a target that are to be asked: neither answered nor refused, nor under way in a batch. */
  missingLines(target: number): readonly number[] {
    const inBatches = new Set(this.batches.flatMap((batch) => (batch.target === target ? batch.lines : [])));
    return this.rows.flatMap(({ line }) =>
      inBatches.has(line) || this.answer(line, target) || this.failure(line, target) ? [] : [line],
    );
  }

  /** How many answers are to be asked for. */
  get missing(): number {
    return this.header.targets.reduce((sum, _, target) => sum + this.missingLines(target).length, 0);
  }

  answer(line: number, target: number): AnswerRecord | undefined {
    return this.#answers.get(keyOf(line, target));
  }

  failure(line: number, target: number): FailureRecord | undefined {
    return this.#failures.get(keyOf(line, target));
  }

  judgement(line: number, target: number): JudgementRecord | undefined {
    return this.#judgements.get(keyOf(line, target));
  }

  /** Everything that was added and still counts. */
  records(): readonly ResultRecord[] {
    return [...this.#answers.values(), ...this.#failures.values(), ...this.#judgements.values()];
  }

  /** What was refused counts as missing again. */
  forgetFailures(): void {
    this.#failures.clear();
  }

  get answered(): number {
    return this.#answers.size;
  }

  get failed(): number {
    return this.#failures.size;
  }

  /** Answers that are wanted in all. */
  get wanted(): number {
    return this.rows.length * this.header.targets.length;
  }
}

/** A sentence on a batch that a results file waits for. */
export function batchSentence({ name, sentAt, lines }: BatchMark): string {
  const day = sentAt.slice(0, 16).replace('T', ' ');
  return l10n.t(
    'Batch "{0}", sent {1} UTC, covers {2}. They aren\'t sent in any other way until the batch has ended.',
    name,
    day,
    counted(lines.length, 'row'),
  );
}

function keyOf(line: number, target: number): string {
  return `${line}/${target}`;
}
