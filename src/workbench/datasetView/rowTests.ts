import * as vscode from 'vscode';
import { groupedRows, groupOf } from '../../dataset/rows/rowGroups';
import type { RowTest } from '../../dataset/rows/rowTypes';
import { committedText } from '../compareDatasets/committedText';
import type { ReviewedRows } from './reviewedRows';
import type { RowSource } from './rowSource';

/** Finds the rows that pass a test for which all rows are read. What was found is kept until rows change. */
export class RowTests implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #changed: Uint32Array | undefined;
  #firsts: Uint32Array | undefined;
  /** Grows when rows change: what is found meanwhile is of others. */
  #version = 0;
  /** Of rows that are reviewed, and of the others. */
  #reviews = new Map<boolean, Uint32Array>();

  constructor(
    private readonly uri: vscode.Uri,
    private readonly source: Pick<RowSource, 'pick' | 'groups' | 'onDidChange'>,
    private readonly reviewed: Pick<ReviewedRows, 'keys' | 'ready' | 'onDidChange'>,
  ) {
    const followRows = source.onDidChange(({ kind }) => {
      if (kind !== 'rows') return;
      this.#version++;
      this.#changed = undefined;
      this.#firsts = undefined;
      this.#reviews.clear();
    });
    const followReviews = reviewed.onDidChange(() => {
      this.#version++;
      this.#reviews.clear();
    });
    this.#subscription = vscode.Disposable.from(followRows, followReviews);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Of each row the first one that says nearly the same, if that is known. */
  get firsts(): Uint32Array | undefined {
    return this.#firsts;
  }

  /** In order. @param report told the share that is read */
  async rowsWith(
    test: Exclude<RowTest, { kind: 'sample' }>,
    report: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Uint32Array> {
    if (test.kind === 'reviewed') await this.reviewed.ready;
    const version = this.#version;
    if (test.kind === 'changed') {
      const changed = this.#changed ?? (await this.#changedRows(report, signal));
      if (version === this.#version) this.#changed = changed;
      return changed;
    }
    if (test.kind === 'reviewed') {
      const { is } = test;
      const pick = { kind: 'reviewed', keys: this.reviewed.keys, is } as const;
      const found = this.#reviews.get(is) ?? (await this.source.pick(pick, report, signal));
      if (version === this.#version) this.#reviews.set(is, found);
      return found;
    }
    const firsts = this.#firsts ?? (await this.source.groups(true, report, signal));
    if (version === this.#version) this.#firsts = firsts;
    return test.line === undefined ? groupedRows(firsts) : groupOf(firsts, test.line);
  }

  async #changedRows(report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array> {
    const before = await committedText(this.uri);
    signal.throwIfAborted();
    return this.source.pick({ kind: 'changed', before }, report, signal);
  }
}
