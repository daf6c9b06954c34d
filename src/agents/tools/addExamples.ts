import { DatasetDocument } from '../../dataset/document/datasetDocument';
import { writtenExample } from '../../dataset/editing/exampleText';
import { CannotExpress, type Conversation, textTurn } from '../../dataset/example/conversation';
import type { DatasetFormat } from '../../dataset/formats/format';
import { findFormat, formats } from '../../dataset/formats/index';
import { wideSpacing } from '../../dataset/json/spacing';
import { readRowFile } from '../../dataset/tools/fileFormat';
import { sentenceOfError } from '../answer';
import { fileInput, requireDatasetName, withDataset } from '../file';
import type { ToolFile } from '../host';
import { tool } from '../tool';
import { ToolRefusal } from '../toolRefusal';

const writable = formats.filter(({ importOnly }) => !importOnly).map(({ id }) => id);

export const addExamples = tool({
  name: 'add_examples',
  title: 'Add Examples',
  description:
    'Adds examples at the end of a dataset, written in the format of the file. Each is a conversation that ends with the answer the model shall learn. All are checked first: if one has an error, nothing is added. Write them in the style of show_examples, and run check_dataset afterwards, which also finds duplicates and contradictions.',
  writes: true,
  input: {
    type: 'object',
    properties: {
      file: fileInput,
      examples: {
        type: 'array',
        minItems: 1,
        maxItems: 50,
        items: {
          type: 'object',
          properties: {
            system: { type: 'string', description: 'System instruction, if the other examples have one.' },
            turns: {
              type: 'array',
              minItems: 1,
              maxItems: 100,
              items: {
                type: 'object',
                properties: {
                  role: { type: 'string', enum: ['user', 'model'] },
                  text: { type: 'string', minLength: 1 },
                },
                required: ['role', 'text'],
                additionalProperties: false,
              },
            },
          },
          required: ['turns'],
          additionalProperties: false,
        },
      },
      format: {
        type: 'string',
        enum: writable,
        description: 'Format of a file that has no example yet. Other files keep theirs.',
      },
    },
    required: ['file', 'examples'],
    additionalProperties: false,
  },
  run: ({ file: name, examples, format: newFormat }, host) =>
    withDataset(host, name, async (file, pool) => {
      requireDatasetName(file.place);
      const { format: own, reading } = await readRowFile(pool, file.path, file.options.format);
      const isEmpty = reading.pass.lines === reading.pass.blankLines;
      const format = own ?? (isEmpty ? findFormat(newFormat ?? '') : undefined);
      if (!format)
        throw new ToolRefusal(
          `${file.name} has no format yet. If it is empty, name one with "format": ${writable.join(', ')}. Otherwise it isn't a dataset.`,
        );
      const conversations = examples.map(
        ({ system, turns }): Conversation => ({
          ...(system === undefined ? {} : { system: [{ kind: 'text', text: system }] }),
          turns: turns.map(({ role, text }) => textTurn(role, text)),
        }),
      );
      refuseErrors(conversations, format, file);
      await host.add(file, conversations, format);
      return `${file.name}: added ${examples.length} of ${examples.length} examples as ${format.label}. ${host.whereChangesAre} Run check_dataset for duplicates and contradictions.`;
    }),
});

/** @throws ToolRefusal that names the first example with an error */
function refuseErrors(
  conversations: readonly Conversation[],
  format: DatasetFormat,
  { options }: ToolFile,
): void {
  for (const [index, conversation] of conversations.entries()) {
    const why = errorOf(conversation, format, options);
    if (why === undefined) continue;
    throw new ToolRefusal(`Nothing was added. Example ${index + 1}: ${why}`);
  }
}

function errorOf(
  conversation: Conversation,
  format: DatasetFormat,
  options: ToolFile['options'],
): string | undefined {
  if (conversation.turns.at(-1)?.speaker !== 'model') return "the last turn must be the model's answer.";
  try {
    const line = writtenExample(format, conversation, wideSpacing);
    const read = DatasetDocument.read(line, { ...options, format: format.id });
    return read.line(0)?.reading.problems.find(({ severity }) => severity === 'error')?.message;
  } catch (error) {
    if (!(error instanceof CannotExpress)) throw error;
    return sentenceOfError(error);
  }
}
