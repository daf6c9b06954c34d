import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { type ColumnMap, type ExamplePart, parts } from '../../dataset/import/columns';

/** How the columns of a table were used the last time. */
export interface Mapping {
  readonly map: ColumnMap;
  /** Whether the rows were read in a format that was recognized, not by the map. */
  readonly asRecognized: boolean;
  /** Id of the format that was written. */
  readonly to: string;
}

const KEY = 'tunewright.import.mappings';
/** Sets of columns; the least recently used are forgotten. */
const MOST = 50;
/** Characters of a mapping: names of columns can have any length. */
const LONGEST = 10_000;

/** Remembers for each set of column names how it was mapped. */
export class ImportMappings {
  constructor(private readonly memory: vscode.Memento) {}

  /** What is kept of tables with these columns, in whatever order. */
  of(columns: readonly string[]): Mapping | undefined {
    const kept = this.#kept().find(([key]) => key === keyOf(columns))?.[1];
    return isRecord(kept) && typeof kept.to === 'string' && isRecord(kept.map)
      ? { to: kept.to, map: readMap(kept.map, columns), asRecognized: kept.asRecognized === true }
      : undefined;
  }

  async keep(columns: readonly string[], mapping: Mapping): Promise<void> {
    if (JSON.stringify(mapping).length > LONGEST) return;
    const key = keyOf(columns);
    const others = this.#kept().filter(([other]) => other !== key);
    await this.memory.update(KEY, [[key, mapping], ...others].slice(0, MOST));
  }

  #kept(): readonly (readonly [key: string, mapping: unknown])[] {
    const kept: unknown = this.memory.get(KEY);
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((entry: unknown) =>
      Array.isArray(entry) && typeof entry[0] === 'string' ? [[entry[0], entry[1] as unknown] as const] : [],
    );
  }
}

/** Short, however many columns there are: VS Code has to read all that is kept. */
function keyOf(columns: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(columns.toSorted())).digest('hex');
}

function readMap(kept: Readonly<Record<string, unknown>>, columns: readonly string[]): ColumnMap {
  const own = (part: ExamplePart) => {
    const list: unknown = kept[part];
    return Array.isArray(list) ? columns.filter((column) => list.includes(column)) : [];
  };
  const [system, prompt, answer] = parts.map(own);
  return { system: system ?? [], prompt: prompt ?? [], answer: answer ?? [] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
