// Which format a file has: the one that most of its lines have.

import type { LineReading } from '../../line/checkLine';
import type { DatasetFormat } from '../format';

export class FormatVotes {
  readonly #sure = new Map<DatasetFormat, number>();
  readonly #likely = new Map<DatasetFormat, number>();
  #values = 0;

  /** @param change 1 when the line comes, -1 when it goes */
  count(reading: Pick<LineReading, 'kind' | 'likely' | 'sure'>, change: 1 | -1): void {
    if (reading.kind !== 'value') return;
    this.#values += change;
    if (!reading.likely) return;
    add(this.#likely, reading.likely, change);
    if (reading.sure) add(this.#sure, reading.likely, change);
  }

  /** Adds the votes of many lines at once. */
  add(
    values: number,
    votes: readonly { readonly format: DatasetFormat; readonly sure: number; readonly likely: number }[],
  ): void {
    this.#values += values;
    for (const { format, sure, likely } of votes) {
      if (likely > 0) add(this.#likely, format, likely);
      if (sure > 0) add(this.#sure, format, sure);
    }
  }

  /** Lines that are JSON. */
  get values(): number {
    return this.#values;
  }

  /** No format has more than half of the lines that look like examples. */
  get isMixed(): boolean {
    const counts = [...this.#sure.values()];
    const all = counts.reduce((a, b) => a + b, 0);
    return counts.length > 1 && Math.max(...counts) * 2 <= all;
  }

  /** The format that the file is held to; undefined when it is no training data, or foreign. */
  checkedFormat(): DatasetFormat | undefined {
    const winner = this.winner();
    return winner?.isForeign ? undefined : winner;
  }

  /** Lines that look like examples. */
  get recognised(): number {
    return [...this.#likely.values()].reduce((a, b) => a + b, 0);
  }

  /** Undefined when the file is no training data: less than half of its JSON lines look like examples. */
  winner(): DatasetFormat | undefined {
    const votes = this.#sure.size > 0 ? this.#sure : this.#likely;
    let best: DatasetFormat | undefined;
    let most = 0;
    for (const [format, count] of votes) {
      if (count > most || (count === most && best && format.id < best.id)) {
        best = format;
        most = count;
      }
    }
    return this.recognised * 2 >= this.#values ? best : undefined;
  }
}

function add(counts: Map<DatasetFormat, number>, format: DatasetFormat, change: number): void {
  const count = (counts.get(format) ?? 0) + change;
  if (count === 0) counts.delete(format);
  else counts.set(format, count);
}
