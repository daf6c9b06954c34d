// Reads the lines of a file for the columns of a `FactTable`. Runs in workers.
import { ExampleLine } from '../example/exampleLine';
import type { DatasetFormat } from '../formats/format';
import { parse, withoutMark } from '../json/parse';
import { isObject } from '../json/value';
import { isReadable } from '../line/checkLine';
import { LONGEST_CLASS_NAME } from '../rules/classImbalance';
import { countCharacters } from '../rules/lengthLimit';
import type { Target } from '../targets/target';
import { countedTexts } from '../tokens/countedTexts';
import { estimateOfExample } from '../tokens/estimate';
import { type FactBatch, MOST_LABELS, newColumns } from './factTable';
import { isUntold, summaryOf } from './rowSummary';
import type { FactColumn } from './rowTypes';

type Facts = Readonly<Record<Exclude<FactColumn, 'label'>, number>> & { readonly label: string | undefined };

export class FactReader {
  readonly #labels = new Map<string, number>();

  /** @param countTokens absent: they are estimated */
  constructor(
    private readonly format: DatasetFormat | undefined,
    private readonly target: Target | undefined,
    private readonly countTokens: ((text: string) => number) | undefined,
  ) {}

  read(lines: readonly string[]): FactBatch {
    const columns = newColumns(lines.length);
    const labels: string[] = [];
    for (const [row, line] of lines.entries()) {
      const facts = this.#factsOf(line);
      if (facts === undefined) continue;
      const { label, ...numbers } = facts;
      for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) columns[name][row] = numbers[name];
      if (label === undefined) continue;
      const known = this.#labels.get(label);
      if (known === undefined && this.#labels.size >= MOST_LABELS) continue; // they are no labels
      if (known === undefined) labels.push(label);
      columns.label[row] = known ?? this.#labels.size;
      this.#labels.set(label, columns.label[row]);
    }
    return { columns, labels };
  }

  /** Undefined when the line is no example, or one of which nothing can be told. */
  #factsOf(line: string): Facts | undefined {
    const { format, target, countTokens } = this;
    const value = format && isReadable(line) ? parse(line) : undefined;
    if (format === undefined || !isObject(value)) return undefined;
    const example = new ExampleLine(withoutMark(line), value, format, target);
    if (isUntold(example)) return undefined;
    const { turns, hasTools, files } = summaryOf(example);
    const counted = countedTexts(format, value, target);
    const characters = { input: 0, output: 0 };
    const answers: string[] = [];
    for (const { side, text } of example.outline.fields) {
      characters[side] += countCharacters(text);
      if (side === 'output') answers.push(text);
    }
    const [answer] = answers;
    const isShort = answers.length === 1 && answer !== '' && characters.output <= LONGEST_CLASS_NAME;
    return {
      tokens: countTokens
        ? counted.texts.reduce((sum, text) => sum + countTokens(text), counted.fileTokens)
        : estimateOfExample(counted),
      prompt: characters.input,
      answer: characters.output,
      turns,
      tools: hasTools ? 1 : 0,
      files,
      label: isShort ? answer : undefined,
    };
  }
}
