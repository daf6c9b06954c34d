import { isDeepStrictEqual } from 'node:util';
import type { FactTest, RowTest } from '../../dataset/rows/rowTypes';
import type { FilterChange, RowFilter } from './datasetViewMessages.protocol';

const emptyQuery = { text: '', isRegex: false, matchCase: false, place: 'texts' } as const;

/** The filter after one change, whatever else of it has changed since the page was told. */
export function changedFilter(filter: RowFilter, change: FilterChange): RowFilter {
  const { facts = [], tests = [] } = filter;
  const others = (test: RowTest) => tests.filter(({ kind }) => kind !== test.kind);
  switch (change.kind) {
    case 'text': {
      const text = { ...emptyQuery, ...filter.text, ...change.query };
      return { ...filter, text: text.text === '' ? undefined : text };
    }
    case 'problems':
      return { ...filter, problems: change.problems };
    case 'addFact':
      return { ...filter, facts: [...facts.filter((fact) => !isReplaced(fact, change.fact)), change.fact] };
    case 'removeFact':
      return { ...filter, facts: facts.filter((fact) => !isDeepStrictEqual(fact, change.fact)) };
    case 'addTest':
      return { ...filter, tests: [...others(change.test), change.test] };
    case 'removeTest':
      return { ...filter, tests: others(change.test) };
    case 'clear':
      return {};
  }
}

/** The same, or one with which no row could match both. */
function isReplaced(fact: FactTest, by: FactTest): boolean {
  if (fact.column !== by.column) return false;
  if ('is' in fact || 'is' in by) return true;
  const areApart = (fact.from ?? 0) > (by.to ?? Infinity) || (by.from ?? 0) > (fact.to ?? Infinity);
  return areApart || isDeepStrictEqual(fact, by);
}
