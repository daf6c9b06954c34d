import type { ExampleLine } from '../exampleLine';
import type { ColumnRange } from '../problem';
import type { ExampleRule } from '../rule';
import type { SchemaError } from '../schemaErrors';

export const schema: ExampleRule = {
  id: 'schema',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  title: 'The example does not have the form of its format',
  description: 'A key is missing or unknown, or a value has the wrong type. The service refuses such a line.',
  check(line, report) {
    for (const error of line.schemaErrors) {
      if (error.meant === undefined) report(placeOf(line, error), error.message);
    }
  },
};

export function placeOf(line: ExampleLine, error: SchemaError): ColumnRange {
  switch (error.at) {
    case 'key':
      return line.keyRangeOf(error.path);
    case 'value':
      return line.rangeOf(error.path);
    case 'opening':
      return line.openingOf(error.path);
  }
}
