import type { Problem } from '../../dataset/checking/problem';
import { DatasetDocument } from '../../dataset/document/datasetDocument';
import type { DocumentOptions } from '../../dataset/document/documentOptions';
import { applyEdits, fixAll } from '../../dataset/editing/fixAll';
import { scanFile } from '../../dataset/scan/fileScan';
import { rowsOf, textOfRow } from '../../dataset/tools/rowsOf';
import { asData, shortened, withRoom } from '../answer';
import { fileInput, withDataset } from '../file';
import { readingOf, rulesInput, wantedBy } from '../fixable';
import { tool } from '../tool';

const usualLimit = 10;
/** Characters of a line. */
const longestLine = 1_000;

export const proposeFixes = tool({
  name: 'propose_fixes',
  title: 'Propose Fixes',
  description:
    'Tells what apply_fixes would do to a dataset: the number of problems by rule, and the first lines before and after. Changes nothing.',
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      rules: rulesInput,
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: 50,
        description: `How many lines to show. Default: ${usualLimit}.`,
      },
    },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, rules, limit = usualLimit }, host, signal) =>
    withDataset(host, name, async (file, pool) => {
      const wanted = wantedBy(rules);
      const reading = await readingOf(pool, file);
      const scan = await scanFile(pool, file.path, { ...reading, name: file.name });
      const byRule = new Map<string, number>();
      const lines = new Set<number>();
      for await (const problems of scan.problems()) {
        signal.throwIfAborted();
        for (const problem of problems.filter(wanted)) {
          byRule.set(problem.rule, (byRule.get(problem.rule) ?? 0) + 1);
          if (lines.size < limit) lines.add(problem.line);
        }
      }
      const changes = await changesOf(file.path, lines, { reading, wanted, signal });
      const counts = [...byRule].map(([rule, count]) => ({ rule, count }));
      const listed = withRoom(
        changes.map(({ line, before, after }) => `line ${line}\n- ${before}\n+ ${after}`),
      );
      return [
        counts.length === 0
          ? `${file.name}: nothing here can be fixed automatically.`
          : `${file.name}: problems that apply_fixes would fix:`,
        ...counts.map(({ rule, count }) => `- ${rule}: ${count}`),
        ...(listed.length > 0 ? [asData('lines of the file, before and after', listed)] : []),
      ].join('\n');
    }),
});

interface Change {
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

async function changesOf(
  path: string,
  lines: ReadonlySet<number>,
  {
    reading,
    wanted,
    signal,
  }: {
    readonly reading: DocumentOptions;
    readonly wanted: (problem: Problem) => boolean;
    readonly signal: AbortSignal;
  },
): Promise<readonly Change[]> {
  const found: Change[] = [];
  for await (const rows of rowsOf(path, signal)) {
    for (const row of rows.filter(({ line }) => lines.has(line))) {
      const before = textOfRow(row);
      const edits = fixAll(DatasetDocument.read(before, reading), { wanted, document: reading });
      const after = applyEdits(before, edits);
      found.push({
        line: row.line + 1,
        before: shortened(before, longestLine),
        after: shortened(after, longestLine),
      });
    }
    if (found.length === lines.size) break;
  }
  return found;
}
