import { CannotExpress } from '../../dataset/example/conversation';
import type { DatasetFormat } from '../../dataset/formats/format';
import { parse } from '../../dataset/json/parse';
import { isObject } from '../../dataset/json/value';
import { writeConversation } from '../../dataset/reading/conversationText';
import { TextSearch } from '../../dataset/rows/textSearch';
import { readRowFile } from '../../dataset/tools/fileFormat';
import { isBlankRow, rowsOf, textOfRow } from '../../dataset/tools/rowsOf';
import { asData, shortened, withRoom } from '../answer';
import { fileInput, withDataset } from '../file';
import { tool } from '../tool';

const mostExamples = 20;
/** Characters of one example. */
const longestExample = 3_000;

export const showExamples = tool({
  name: 'show_examples',
  title: 'Show Examples',
  description:
    'Shows examples of a dataset as readable conversations, by their line numbers, by a text they contain, or the first ones. Look at some before you write new ones, so that yours match in style.',
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      lines: {
        type: 'array',
        items: { type: 'integer', minimum: 1 },
        minItems: 1,
        maxItems: mostExamples,
        description: 'Line numbers, from 1.',
      },
      contains: { type: 'string', minLength: 1, description: 'Only examples with this text, in any case.' },
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: mostExamples,
        description: 'How many to show. Default: 5, or as many as lines are given.',
      },
    },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, lines, contains, limit = lines?.length ?? 5 }, host, signal) =>
    withDataset(host, name, async (file, pool) => {
      const { format } = await readRowFile(pool, file.path, file.options.format);
      const query = { text: contains ?? '', isRegex: false, matchCase: false, place: 'texts' } as const;
      const search = contains === undefined ? undefined : new TextSearch(query, format);
      const wanted = lines && new Set(lines);
      const last = lines ? Math.max(...lines) : Number.POSITIVE_INFINITY;
      const shown: { readonly line: number; readonly text: string }[] = [];
      reading: for await (const rows of rowsOf(file.path, signal))
        for (const row of rows) {
          if (row.line >= last || shown.length >= limit) break reading;
          if ((wanted && !wanted.has(row.line + 1)) || isBlankRow(row.bytes)) continue;
          const text = textOfRow(row);
          if (search && !search.matches(text)) continue;
          shown.push({ line: row.line + 1, text: readable(text, format) });
        }
      const fitting = withRoom(shown.map(({ line, text }) => `--- line ${line} ---\n${text}`));
      return [
        `${file.name}: ${format?.label ?? 'no training data'}. Examples shown: ${fitting.length}.`,
        ...(fitting.length < shown.length
          ? [`${shown.length - fitting.length} more would be too long. Ask for fewer lines.`]
          : []),
        ...(fitting.length > 0 ? [asData('examples of the file', fitting)] : []),
      ].join('\n');
    }),
});

/** A line that is no example is shown as it is written. */
function readable(text: string, format: DatasetFormat | undefined): string {
  const value = format && parse(text);
  if (!format || !isObject(value) || !format.validate(value)) return shortened(text, longestExample);
  try {
    return shortened(writeConversation(format.toConversation(value)), longestExample);
  } catch (error) {
    if (!(error instanceof CannotExpress)) throw error;
    return shortened(text, longestExample);
  }
}
