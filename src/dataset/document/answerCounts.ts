// The short answers of a file, counted: when they are few, they are the names of classes.

import type { AnswerCounts } from '../checking/rule';
import type { LineReading } from '../line/checkLine';
import { KeyTable } from './keyTable';

export class Answers {
  readonly #counts = new KeyTable<{ text: string; count: number }>();

  get counts(): AnswerCounts {
    return this.#counts;
  }

  /** @param change 1 when the line comes, -1 when it goes */
  count({ keys, shortAnswer: text }: LineReading, change: 1 | -1): void {
    if (text === undefined || keys?.output === undefined) return;
    const own = this.#counts.get(keys.output);
    if (own) own.count += change;
    else this.#counts.set(keys.output, { text, count: change });
    if (own?.count === 0) this.#counts.delete(keys.output);
  }
}
