import * as vscode from 'vscode';
import type { DatasetDocument, DatasetLine } from '../../../dataset/document/datasetDocument';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { parse } from '../../../dataset/json/parse';
import { isObject } from '../../../dataset/json/value';
import type { LineReading } from '../../../dataset/line/checkLine';
import type { Target } from '../../../dataset/targets/target';
import { type CountedTexts, countedTexts, type NotCounted } from '../../../dataset/tokens/countedTexts';
import { estimateOfExample } from '../../../dataset/tokens/estimate';
import type { TokenCounter } from '../../../dataset/tokens/tokenCounter';
import { errorStory } from '../../ui/errorStory';
import type { DatasetDocuments } from './datasetDocuments';

/** A number of tokens; not exact until they are counted, or where something cannot be counted exactly. */
export interface Tokens {
  readonly tokens: number;
  readonly isExact: boolean;
  /** What is left out of the number. */
  readonly notCounted: readonly NotCounted[];
}

/** Who counts exactly. */
export type CountTexts = Pick<TokenCounter, 'count'>;

/** Counting waits until typing pauses. */
const pause = 800;
/** Lines that are sent to the worker at once, so that others get their turn. */
const linesAtOnce = 200;
/** Lines that are known already take next to no time. */
const pausesAfter = linesAtOnce * 10;
/** Characters that are read for a first estimate. */
const largestSample = 200_000;

/** Tokens of lines and files: at once by the length of what the model reads and writes, then exactly, from a worker that starts with the first file shown. */
export class TokenCounts implements vscode.Disposable {
  /** A line that stays keeps its reading. */
  readonly #counted = new WeakMap<LineReading, Tokens>();
  readonly #totals = new WeakMap<
    vscode.TextDocument,
    { readonly tokens: Tokens; readonly revision: number }
  >();
  /** Grows with each edit and each change of format. */
  readonly #revisions = new WeakMap<vscode.TextDocument, number>();
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #subscriptions: vscode.Disposable[];
  #isBroken = false;
  /** Exact numbers have come. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly datasets: DatasetDocuments,
    /** Absent: estimates are all there is. */
    private readonly counter: CountTexts | undefined,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = [
      this.#changed,
      datasets.onDidChange((document) => {
        this.#revisions.set(document, this.#revisionOf(document) + 1);
        this.#plan(document);
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const { document } of editors) this.#plan(document);
      }),
      datasets.onDidClose((document) => this.#cancel(document)),
    ];
  }

  dispose(): void {
    for (const document of this.#timers.keys()) this.#cancel(document);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  ofFile(document: vscode.TextDocument, dataset: DatasetDocument): Tokens {
    const total = this.#totals.get(document);
    if (total) {
      const isNow = total.revision === this.#revisionOf(document);
      return { ...total.tokens, isExact: total.tokens.isExact && isNow };
    }
    return estimateOf(dataset);
  }

  ofLine({ format, target }: DatasetDocument, { reading, text }: DatasetLine): Tokens {
    return (
      this.#counted.get(reading) ?? inexact(format ? estimateOfExample(textsOf(text, format, target)) : 0)
    );
  }

  #revisionOf(document: vscode.TextDocument): number {
    return this.#revisions.get(document) ?? 0;
  }

  #plan(document: vscode.TextDocument): void {
    const { counter } = this;
    if (!counter || this.#isBroken || !this.datasets.get(document)?.isDataset || !isShown(document)) return;
    if (this.#totals.get(document)?.revision === this.#revisionOf(document)) return;
    clearTimeout(this.#timers.get(document));
    this.#timers.set(
      document,
      setTimeout(() => void this.#count(document, counter), pause),
    );
  }

  #cancel(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }

  async #count(document: vscode.TextDocument, counter: CountTexts): Promise<void> {
    this.#timers.delete(document);
    const revision = this.#revisionOf(document);
    const isStale = () => document.isClosed || this.#revisionOf(document) !== revision;
    try {
      const tokens = await this.#total(document, counter, isStale);
      if (tokens === undefined) return;
      this.#totals.set(document, { tokens, revision });
      this.#changed.fire(document);
    } catch (error) {
      this.#isBroken = true;
      this.log.error('Failed to count tokens. Using estimates.', errorStory(error));
    }
  }

  /** Undefined when the document changed meanwhile; what was counted stays. */
  async #total(
    document: vscode.TextDocument,
    counter: CountTexts,
    isStale: () => boolean,
  ): Promise<Tokens | undefined> {
    const dataset = this.datasets.get(document);
    const format = dataset?.format;
    if (!dataset || !format) return undefined;
    let total: Tokens = { tokens: 0, isExact: true, notCounted: [] };
    for (let first = 0; first < dataset.lineCount; first += linesAtOnce) {
      const fresh: { reading: LineReading; counted: CountedTexts }[] = [];
      for (let line = first; line < Math.min(first + linesAtOnce, dataset.lineCount); line++) {
        const shown = dataset.line(line);
        if (!shown?.reading.isExample) continue;
        const known = this.#counted.get(shown.reading);
        if (known) total = sum(total, known);
        else fresh.push({ reading: shown.reading, counted: textsOf(shown.text, format, dataset.target) });
      }
      const counts =
        fresh.length > 0 ? await counter.count(fresh.flatMap(({ counted }) => counted.texts)) : [];
      let at = 0;
      for (const { reading, counted } of fresh) {
        const { texts, isExact, notCounted, fileTokens } = counted;
        const tokens = counts.slice(at, at + texts.length).reduce((a, b) => a + b, fileTokens);
        at += texts.length;
        const own = { tokens, isExact, notCounted };
        this.#counted.set(reading, own);
        total = sum(total, own);
      }
      if (fresh.length === 0 && first % pausesAfter === 0)
        await new Promise((resolve) => setTimeout(resolve));
      if (isStale()) return undefined;
    }
    return total;
  }
}

function isShown(document: vscode.TextDocument): boolean {
  return vscode.window.visibleTextEditors.some((editor) => editor.document === document);
}

function textsOf(text: string, format: DatasetFormat, target: Target | undefined): CountedTexts {
  const value = parse(text);
  return isObject(value)
    ? countedTexts(format, value, target)
    : { texts: [], fileTokens: 0, isExact: true, notCounted: [] };
}

/** By the first examples, for as many as there are: what they declare and call costs tokens, too. */
function estimateOf(dataset: DatasetDocument): Tokens {
  const { format, target, statistics } = dataset;
  let tokens = 0;
  let examples = 0;
  let read = 0;
  for (let line = 0; format && line < dataset.lineCount && read < largestSample; line++) {
    const shown = dataset.line(line);
    if (!shown?.reading.isExample) continue;
    tokens += estimateOfExample(textsOf(shown.text, format, target));
    read += shown.text.length;
    examples++;
  }
  return inexact(examples === 0 ? 0 : Math.round((tokens / examples) * statistics.examples));
}

function inexact(tokens: number): Tokens {
  return { tokens, isExact: false, notCounted: [] };
}

function sum(a: Tokens, b: Tokens): Tokens {
  return {
    tokens: a.tokens + b.tokens,
    isExact: a.isExact && b.isExact,
    notCounted: [...new Set([...a.notCounted, ...b.notCounted])],
  };
}
