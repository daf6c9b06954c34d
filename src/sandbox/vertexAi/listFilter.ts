import { invalidArgument } from '../google/errors';

type Test = (value: string | undefined) => boolean;

const TERM = /^(?<field>[\w.-]+)\s*(?<op>!=|>=|<=|=|:|>|<)\s*(?<value>"(?:[^"\\]|\\.)*"|[^\s"]+|\*)$/;

/**
 * Reads a filter of AIP-160, as far as tuning jobs need it: comparisons joined by AND, such as
 * `state="JOB_STATE_RUNNING" AND labels.team:* AND labels:team`.
 * @param fields the ones that can be asked for, in camelCase; `labels.` stands for every label
 * @throws GoogleError 400
 */
export function readFilter(
  filter: string,
  fields: readonly string[],
): (read: (field: string) => string | undefined) => boolean {
  if (filter.trim() === '') return () => true;
  const terms = filter.split(/(?<!\s)\s+AND\s+/).map((term) => readTerm(term.trim(), fields));
  return (read) => terms.every(({ field, test }) => test(read(field)));
}

function readTerm(term: string, fields: readonly string[]): { field: string; test: Test } {
  const { field = '', op = '', value = '' } = TERM.exec(term)?.groups ?? {};
  const { key } = /^labels:(?<key>[\w-]+)$/.exec(term)?.groups ?? {};
  if (key !== undefined && fields.includes('labels.'))
    return { field: `labels.${key}`, test: (value) => value !== undefined };
  const name = field.startsWith('labels.')
    ? field
    : field.replace(/_(.)/g, (_, c: string) => c.toUpperCase());
  if (!fields.includes(name.startsWith('labels.') ? 'labels.' : name)) {
    throw invalidArgument('filter', `Invalid filter: cannot understand "${term}".`);
  }
  return {
    field: name,
    test: readTest(op, value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value),
  };
}

function readTest(op: string, wanted: string): Test {
  switch (op) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case ':':
      return (value) => value !== undefined && (wanted === '*' || value.includes(wanted));
    case '>':
      return (value) => value !== undefined && value > wanted;
    case '>=':
      return (value) => value !== undefined && value >= wanted;
    case '<':
      return (value) => value !== undefined && value < wanted;
    default:
      return (value) => value !== undefined && value <= wanted;
  }
}
