import { openDraft } from '../../base/files/draft';
import type { ConversionNote } from '../../dataset/editing/convert';
import { findFormat, formats } from '../../dataset/formats/index';
import { convertRows } from '../../dataset/tools/convertRows';
import { readRowFile } from '../../dataset/tools/fileFormat';
import { asData, withRoom } from '../answer';
import { fileInput, requireDatasetName, withDataset } from '../file';
import { tool } from '../tool';
import { ToolRefusal } from '../toolRefusal';

const writable = formats.filter(({ importOnly }) => !importOnly).map(({ id }) => id);
const mostNotes = 20;

export const convertDataset = tool({
  name: 'convert_dataset',
  title: 'Convert Dataset',
  description:
    'Writes the examples of a dataset to a new file in another format. Tells which rows were left out or lost something. The source stays as it is, and a file that exists is never replaced.',
  writes: true,
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      to: { type: 'string', enum: writable, description: 'Format to write.' },
      out: { type: 'string', minLength: 1, description: 'Path of the new file, which ends with .jsonl.' },
      wholeOnly: {
        type: 'boolean',
        description: 'Also leave out rows that would lose something. Default: false.',
      },
    },
    required: ['file', 'to', 'out'],
    additionalProperties: false,
  },
  run: ({ file: name, to: id, out, wholeOnly = false }, host, signal) =>
    withDataset(host, name, async (file, pool) => {
      const to = findFormat(id);
      const { format: from } = await readRowFile(pool, file.path, file.options.format);
      if (!from || !to) throw new ToolRefusal(`${file.name} has no known format, so it can't be converted.`);
      const { path, within } = await host.newFile(out);
      requireDatasetName(path);
      const draft = await openDraft(path, { replace: false, within });
      const notes: ConversionNote[] = [];
      try {
        const result = await convertRows(
          file.path,
          { from, to, wholeOnly },
          (bytes) => draft.write(bytes),
          (note) => {
            if (notes.length < mostNotes) notes.push(note);
          },
          signal,
        );
        await draft.commit();
        const told = withRoom(notes.map(({ line, reason }) => `line ${line + 1}: ${reason}`));
        return [
          `${out}: ${result.written} examples in ${to.label}, from ${result.converted} of ${result.rows} rows of ${file.name} (${from.label}).`,
          `Left out: ${result.leftOut}, converted with losses: ${result.partly}.`,
          ...(told.length > 0
            ? [`The first ${told.length}:`, asData('notes, which may quote the file', told)]
            : []),
        ].join('\n');
      } finally {
        await draft.discard();
      }
    }),
});
