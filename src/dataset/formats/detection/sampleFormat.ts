import { parse } from '../../json/parse';
import { isObject } from '../../json/value';
import type { DatasetFormat } from '../format';
import { detectFormat } from './detectFormat';
import { FormatVotes } from './formatVotes';

const SAMPLE_LINES = 100;

/** A first guess at the format of a file, so that most files are read once only. */
export function sampleFormat(texts: readonly string[]): DatasetFormat | undefined {
  return votesOf(texts).checkedFormat();
}

/** What lines are written in, foreign formats too. */
export function formatOf(texts: readonly string[]): DatasetFormat | undefined {
  return votesOf(texts).winner();
}

function votesOf(texts: readonly string[]): FormatVotes {
  const votes = new FormatVotes();
  for (const text of texts.slice(0, SAMPLE_LINES)) {
    const value = parse(text);
    if (isObject(value)) {
      const { likely, sure } = detectFormat(value, undefined);
      votes.count({ kind: 'value', sure, ...(likely ? { likely } : {}) }, 1);
    }
  }
  return votes;
}
