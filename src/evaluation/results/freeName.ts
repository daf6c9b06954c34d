import { resultsEnding } from './records';

/** `a.eval.jsonl`; when that is taken `a-2.eval.jsonl`, and so on. */
export function freeName(base: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const name = base + (number === 1 ? '' : `-${number}`) + resultsEnding;
    if (!isTaken(name)) return name;
  }
}
