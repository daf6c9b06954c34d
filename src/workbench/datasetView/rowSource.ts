import type * as vscode from 'vscode';
import type { Problem } from '../../dataset/checking/problem';
import type { FollowedLine } from '../../dataset/editing/followLine';
import type { ReplacedLine } from '../../dataset/editing/replaceInTexts';
import type { ExampleLine } from '../../dataset/example/exampleLine';
import type { DatasetFormat } from '../../dataset/formats/format';
import type { FactTable } from '../../dataset/rows/factTable';
import type { ProblemTable } from '../../dataset/rows/problemTable';
import type { RowPick } from '../../dataset/rows/rowsJob';
import type { TextQuery } from '../../dataset/rows/rowTypes';
import type { RowKind } from './datasetView.protocol';
import type { RowEdits } from './rowEdits';

export interface ReadRow {
  readonly line: number;
  readonly text: string;
  readonly kind: RowKind;
  readonly example: ExampleLine | undefined;
  readonly problems: readonly Problem[];
}

/** A row that gets other texts, and what it is then. */
export interface RowWithTexts extends Omit<ReplacedLine, 'line'> {
  readonly line: number;
  readonly text: string;
}

/**
 * `rows`: what rows say has changed; `more`: only more of them are known; `problems`: more of these are; `checked`: all are,
 * also those that speak of other rows.
 */
export interface RowChange {
  readonly kind: 'rows' | 'more' | 'problems' | 'checked';
  /** Where lines are now, when rows came and went. @param lines ascending */
  readonly follow?: (lines: readonly number[]) => readonly FollowedLine[];
}

/** The rows of a dataset, wherever they are. */
export interface RowSource extends vscode.Disposable {
  readonly kind: 'document' | 'file';
  /** Rows that are known so far. */
  readonly count: number;
  readonly isCounting: boolean;
  /** Share of the rows that is checked. */
  readonly checked: number;
  readonly format: DatasetFormat | undefined;
  /** The tokens of `facts` are counted, not estimated. */
  readonly countsTokens: boolean;
  readonly problems: ProblemTable;
  /** Why there are no rows, or no more. */
  readonly trouble: string | undefined;
  /** What else there is to know of the rows. */
  readonly remark?: string | undefined;
  /** What needs a person: edits and file are no longer of one version. */
  readonly warning?: string | undefined;
  readonly onDidChange: vscode.Event<RowChange>;
  /** Absent when rows can only be read. */
  readonly edits?: RowEdits;
  /** In the order asked for; those that are gone meanwhile are left out. */
  read(lines: readonly number[]): Promise<ReadRow[]>;
  /** Rows as they are written now, each with a line end, in the order asked for, however late they are read. */
  written(lines: Iterable<number>): AsyncIterable<Uint8Array>;
  /** The rows that get other texts. Absent when rows can only be read. @param report told the share that is done */
  replace?(
    wanted: { readonly query: TextQuery; readonly replacement: string },
    lines: readonly number[],
    report: (share: number) => void,
    signal: AbortSignal,
  ): Promise<RowWithTexts[]>;
  /** What all rows are in numbers, as they are now. @param report told the share that is measured */
  facts(report: (share: number) => void, signal: AbortSignal): Promise<FactTable>;
  /** The rows that are picked, in order. @param report told the share that is read */
  pick(by: RowPick, report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array>;
  /** Of each row the first one that is equal, or nearly so. @param report told the share that is read */
  groups(isNear: boolean, report: (share: number) => void, signal: AbortSignal): Promise<Uint32Array>;
  /** @param report told the share that is searched, and what is found up to there, in order */
  search(
    query: TextQuery,
    report: (share: number, found: Uint32Array) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Settings as VS Code gives them cannot be sent to a thread. */
export function plain<Value>(setting: Value): Value {
  return setting === undefined ? setting : JSON.parse(JSON.stringify(setting));
}

export function kindOf(
  reading: { readonly kind: 'blank' | 'broken' | 'value'; readonly isExample: boolean },
  example: ExampleLine | undefined,
): RowKind {
  if (reading.kind !== 'value') return reading.kind;
  return example === undefined ? 'other' : 'example';
}
