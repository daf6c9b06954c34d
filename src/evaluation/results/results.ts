import * as l10n from '@vscode/l10n';
import { assertNever } from '../../base/assertNever';
import { counted, grouped } from '../../base/numbers';
import { UserError } from '../../base/userError';
import { parse } from '../../dataset/json/parse';
import { isObject, type JsonObject, type JsonValue } from '../../dataset/json/value';
import type { AnswerPrice } from '../../dataset/targets/price';
import type { FunctionCall, FunctionPart } from '../../tuning/contract/functions';
import { isPlainName } from '../../tuning/contract/plainName';
import type { Attachment, Turn } from '../../tuning/contract/service';
import type {
  AnswerRecord,
  BatchMark,
  BatchOverMark,
  EvaluationHeader,
  EvaluationTarget,
  FailureRecord,
  FileRecord,
  JudgementRecord,
  ResultRecord,
  RowRecord,
  TrainingData,
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

/** A results file, read; `length`: characters up to the end of the last whole line. */
export interface ReadResults {
  readonly results: Results;
  readonly length: number;
}

/**
 * Reads a results file. What follows the last line break was cut off in the middle of writing and is left out, as are
 * lines that are no records. @throws UserError when the file is no whole evaluation
 */
export function readResults(text: string, name: string): ReadResults {
  const length = text.lastIndexOf('\n') + 1;
  const [first, ...rest] = text.slice(0, length).split('\n');
  const header = asHeader(parse(first ?? ''));
  if (header === undefined) {
    throw new UserError(l10n.t("{0} doesn't contain evaluation results.", name), 'NO_EVALUATION');
  }
  const values = rest.flatMap((line) => {
    const value = line === '' ? undefined : parse(line);
    return isObject(value) ? [value] : [];
  });
  const rows = values.flatMap((value) => asRow(value) ?? []);
  if (rows.length < header.rows) {
    throw new UserError(
      l10n.t(
        '{0} has {1} of {2}. Run the evaluation again.',
        name,
        grouped(rows.length),
        counted(header.rows, 'row'),
      ),
      'BROKEN_EVALUATION',
    );
  }
  const targets = header.targets.length;
  const records = values.flatMap((value): FileRecord[] =>
    [asRecord(value, targets) ?? asBatchMark(value, targets)].flatMap((one) => one ?? []),
  );
  return { results: new Results(header, rows, records), length };
}

/** More models than anybody compares: each row is held to each of them. */
const MOST_TARGETS = 100;

function asHeader(value: JsonValue | undefined): EvaluationHeader | undefined {
  if (!isObject(value) || value.kind !== 'evaluation' || value.version !== 1) return undefined;
  const { dataset, targets, metrics, parameters, rows, startedAt, schema, judge, rowsBefore } = value;
  if (!isObject(dataset) || !Array.isArray(targets) || !Array.isArray(metrics)) return undefined;
  if (typeof rows !== 'number' || typeof startedAt !== 'string') return undefined;
  if (targets.length > MOST_TARGETS) return undefined;
  const known = targets.flatMap((target) => (isObject(target) ? (asTarget(target) ?? []) : []));
  if (known.length < targets.length) return undefined; // answers name them by their places
  const judging = isObject(judge) && typeof judge.rubric === 'string' ? asTarget(judge) : undefined;
  return {
    kind: 'evaluation',
    version: 1,
    startedAt,
    dataset: {
      path: textOf(dataset.path),
      format: textOf(dataset.format),
      sha256: textOf(dataset.sha256),
    },
    targets: known,
    parameters: isObject(parameters) ? parameters : {},
    metrics: metrics.flatMap((id) => (typeof id === 'string' ? [id] : [])),
    ...(schema === undefined ? {} : { schema }),
    ...(judging && isObject(judge) ? { judge: { ...judging, rubric: textOf(judge.rubric) } } : {}),
    rows,
    ...(Array.isArray(rowsBefore)
      ? { rowsBefore: rowsBefore.filter((count) => typeof count === 'number') }
      : {}),
  };
}

function asTarget({
  service,
  model,
  label,
  price,
  training,
  parameters,
}: JsonObject): EvaluationTarget | undefined {
  if (typeof service !== 'string' || typeof model !== 'string' || !isPlainName(model)) return undefined;
  const known = isObject(price) ? asPrice(price) : undefined;
  return {
    service,
    model,
    label: typeof label === 'string' ? label : model,
    ...(known ? { price: known } : {}),
    ...(isObject(training) ? { training: asTraining(training) } : {}),
    ...(isObject(parameters) ? { parameters } : {}),
  };
}

function asTraining({ kind, name }: JsonObject): TrainingData {
  return kind === 'file' || kind === 'hashes' ? { kind, name: textOf(name) } : { kind: 'unknown' };
}

function asPrice({ prompt, answer, source }: JsonObject): AnswerPrice | undefined {
  if (typeof prompt !== 'number' || typeof answer !== 'number') return undefined;
  return { prompt, answer, source: textOf(source) };
}

/** What is asked is kept whole, also what this version knows nothing of: rows are told apart by it. */
function asRow({ kind, line, prompt, expected, expectedCalls, seen }: JsonObject): RowRecord | undefined {
  if (kind !== 'row' || typeof line !== 'number' || typeof expected !== 'string') return undefined;
  if (!isObject(prompt) || !Array.isArray(prompt.turns)) return undefined;
  const { systemInstruction } = prompt;
  const turns = prompt.turns.flatMap((turn) => (isObject(turn) ? asTurn(turn) : []));
  const system = typeof systemInstruction === 'string' ? systemInstruction : undefined;
  return {
    kind,
    line,
    prompt: { ...prompt, systemInstruction: system, turns },
    expected,
    ...(expectedCalls === undefined ? {} : { expectedCalls: asCalls(expectedCalls) }),
    ...(seen === 'exact' || seen === 'near' ? { seen } : {}),
  };
}

function asTurn({ role, text, attachments, functions, ...more }: JsonObject): Turn[] {
  if (typeof text !== 'string') return [];
  const files = Array.isArray(attachments)
    ? attachments.flatMap((one) => (isObject(one) ? asAttachment(one) : []))
    : [];
  const turn = { ...more, role: role === 'model' ? ('model' as const) : ('user' as const), text };
  const parts = Array.isArray(functions) ? functions.flatMap(asFunctionPart) : [];
  return [
    {
      ...turn,
      ...(files.length > 0 ? { attachments: files } : {}),
      ...(parts.length > 0 ? { functions: parts } : {}),
    },
  ];
}

function asFunctionPart(value: JsonValue): FunctionPart[] {
  if (!isObject(value)) return [];
  const { kind, name, response, id } = value;
  if (kind === 'call') return asCall(value).map((call) => ({ kind, ...call }));
  if (kind !== 'result' || typeof name !== 'string' || !isObject(response)) return [];
  return [{ kind, name, response, ...(typeof id === 'string' ? { id } : {}) }];
}

function asCall(value: JsonValue): FunctionCall[] {
  if (!isObject(value)) return [];
  const { name, args, id, signature } = value;
  if (typeof name !== 'string' || !isObject(args)) return [];
  return [
    {
      name,
      args,
      ...(typeof id === 'string' ? { id } : {}),
      ...(typeof signature === 'string' ? { signature } : {}),
    },
  ];
}

function asCalls(value: JsonValue | undefined): readonly FunctionCall[] {
  return Array.isArray(value) ? value.flatMap(asCall) : [];
}

function asAttachment({ kind, mimeType, base64, uri, ...more }: JsonObject): Attachment[] {
  if (typeof mimeType !== 'string') return [];
  if (kind === 'data' && typeof base64 === 'string') return [{ ...more, kind, mimeType, base64 }];
  return kind === 'file' && typeof uri === 'string' ? [{ ...more, kind, mimeType, uri }] : [];
}

function asRecord(value: JsonObject, targets: number): ResultRecord | undefined {
  const { kind, line, target, reason, message, text, finishReason, milliseconds, score } = value;
  if (typeof line !== 'number' || typeof target !== 'number' || target < 0 || target >= targets) {
    return undefined;
  }
  switch (kind) {
    case 'answer': {
      if (typeof text !== 'string') return undefined;
      const { promptTokens, outputTokens, thoughtTokens } = value;
      return {
        kind,
        line,
        target,
        text,
        ...(value.calls === undefined ? {} : { calls: asCalls(value.calls) }),
        finishReason: textOf(finishReason),
        ...(typeof promptTokens === 'number' ? { promptTokens } : {}),
        ...(typeof outputTokens === 'number' ? { outputTokens } : {}),
        ...(typeof thoughtTokens === 'number' ? { thoughtTokens } : {}),
        ...(typeof milliseconds === 'number' ? { milliseconds } : {}),
      };
    }
    case 'failure':
      return { kind, line, target, reason: textOf(reason), message: textOf(message) };
    case 'judgement':
      return {
        kind,
        line,
        target,
        ...(typeof score === 'number' ? { score } : {}),
        reason: textOf(reason),
      };
    default:
      return undefined;
  }
}

function asBatchMark(value: JsonObject, targets: number): BatchMark | BatchOverMark | undefined {
  const { kind, id, name, sentAt, target, lines } = value;
  if (typeof id !== 'string') return undefined;
  if (kind === 'batchOver') return { kind, id };
  if (kind !== 'batch' || typeof target !== 'number' || target < 0 || target >= targets) return undefined;
  if (!Array.isArray(lines)) return undefined;
  const numbers = lines.filter((line) => typeof line === 'number');
  return { kind, id, name: textOf(name), sentAt: textOf(sentAt), target, lines: numbers };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function keyOf(line: number, target: number): string {
  return `${line}/${target}`;
}
