import * as l10n from '@vscode/l10n';
import { DatasetDocument } from '../document/datasetDocument';
import { classes } from '../scan/classes';
import { ONLY_SCHEMA } from '../scan/onlySchema';
import { LineGroups } from '../similar/lineGroups';
import { LikeLines } from '../similar/nearDuplicateGroups';
import { groupsOf, SplitError, type SplitSource, textsOf } from './splitSource';

/** The same of a text as `readForSplit` says of a file; examples that are nearly the same stay on one side. */
export function documentForSplit(text: string, format: string | undefined): SplitSource {
  const document = DatasetDocument.read(text, { severities: ONLY_SCHEMA, ...(format ? { format } : {}) });
  const { lineCount, statistics } = document;
  const lines = document.line(lineCount - 1)?.text === '' ? lineCount - 1 : lineCount;
  /** In the order in which they come, as a scan has them: it breaks ties. */
  const answers = new Map<number, { readonly text: string; count: number }>();
  const keyOf = new Float64Array(lines).fill(-1);
  const groups = new LineGroups(lines);
  const like = new LikeLines();
  const firstWith = new Map<number, number>();
  const answerOf = new Map<number, string>();
  let examples = 0;
  for (let line = 0; line < lines; line++) {
    const { reading, example } = document.line(line) ?? {};
    if (!reading || !example?.valid) continue;
    examples++;
    const { shortAnswer, keys: { input, output } = {} } = reading;
    if (shortAnswer !== undefined && output !== undefined) {
      const counted = answers.get(output);
      if (counted) counted.count++;
      else answers.set(output, { text: shortAnswer, count: 1 });
      answerOf.set(line, shortAnswer);
    }
    if (input === undefined) continue;
    keyOf[line] = input;
    const first = firstWith.get(input);
    if (first === undefined) firstWith.set(input, line);
    else groups.join(first, line);
    like.add(line, textsOf(example.format, example.value));
  }
  if (document.format === undefined || examples === 0)
    throw new SplitError(l10n.t('No lines match a supported format.'));
  like.join(groups);
  const labels = classes({ answers, examples }).classes;
  const indexOf = new Map(labels?.map(({ answer }, index) => [answer, index]));
  const none = labels?.length ?? 0;
  const blank = Math.max(0, statistics.blankLines - (lineCount - lines));
  return {
    lines,
    format: document.format,
    examples,
    blank,
    broken: statistics.brokenLines,
    invalid: lines - blank - statistics.brokenLines - examples,
    labels,
    ...groupsOf(keyOf, groups),
    labelOf: Uint8Array.from({ length: lines }, (_, line) => indexOf.get(answerOf.get(line) ?? '') ?? none),
    keyOf,
  };
}
