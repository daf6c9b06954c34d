// Reads the lines of a file for the columns of a `FactTable`. Runs in workers.
import { loseQuietly, splitAtAnswer } from '../example/conversation';
import { ExampleLine } from '../example/exampleLine';
import type { DatasetFormat } from '../formats/format';
import { parse, withoutMark } from '../json/parse';
import { isObject } from '../json/value';
import { isReadable } from '../line/checkLine';
import { LONGEST_CLASS_NAME } from '../rules/classImbalance';
import { countCharacters } from '../rules/lengthLimit';
import type { Target } from '../targets/target';
import { type CountedTexts, countedTexts } from '../tokens/countedTexts';
import { estimateOfExample } from '../tokens/estimate';
import { type FactBatch, MOST_LABELS, newColumns } from './factTable';
import { isUntold, summaryOf } from './rowSummary';
import { type NumberColumn, numberColumns } from './rowTypes';
import { type Script, scriptOf, scripts } from './scripts';

interface Facts {
  readonly numbers: Readonly<Record<NumberColumn, number>>;
  readonly script: Script | undefined;
  readonly label: string | undefined;
}

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
      const { label, numbers, script } = facts;
      for (const name of numberColumns) columns[name][row] = numbers[name];
      if (script) columns.script[row] = scripts.indexOf(script);
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
    const { format, target } = this;
    const value = format && isReadable(line) ? parse(line) : undefined;
    if (format === undefined || !isObject(value)) return undefined;
    const example = new ExampleLine(withoutMark(line), value, format, target);
    if (isUntold(example)) return undefined;
    const { turns, hasTools, files } = summaryOf(example);
    const counted = countedTexts(format, value, target);
    const characters = { input: 0, output: 0 };
    const { fields } = example.outline;
    for (const { side, text } of fields) characters[side] += countCharacters(text);
    const answers = fields.filter(({ side }) => side === 'output').map(({ text }) => text);
    const [answer] = answers;
    const tokens = this.#tokensOf(counted);
    const outputTokens = this.#tokensOf({ texts: [...answers, ...answeredCalls(example)], fileTokens: 0 });
    const isShort = answers.length === 1 && answer !== '' && characters.output <= LONGEST_CLASS_NAME;
    return {
      numbers: {
        tokens,
        inputTokens: Math.max(0, tokens - outputTokens),
        outputTokens,
        prompt: characters.input,
        answer: characters.output,
        turns,
        tools: hasTools ? 1 : 0,
        files,
      },
      script: scriptOf(fields.map(({ text }) => text)),
      label: isShort ? answer : undefined,
    };
  }

  #tokensOf(counted: Pick<CountedTexts, 'texts' | 'fileTokens'>): number {
    const { countTokens } = this;
    if (countTokens === undefined) return estimateOfExample(counted);
    return counted.texts.reduce((sum, text) => sum + countTokens(text), counted.fileTokens);
  }
}

/** The calls that the model learns to make, as they are counted. */
function answeredCalls({ format, value, valid, outline }: ExampleLine): string[] {
  if (!valid || outline.fields.at(-1)?.side === 'output') return []; // most answers are texts
  const { output } = splitAtAnswer(format.toConversation(value, loseQuietly));
  return output
    .flatMap(({ parts }) => parts)
    .flatMap((part) =>
      part.kind === 'call' ? [JSON.stringify({ functionCall: { name: part.name, args: part.args } })] : [],
    );
}
