// What an editor without us does: VS Code's JSON language service validates every line against the same schema.
import { readFileSync } from 'node:fs';
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { findFormat } from '../../src/dataset/formats/index';

const [file = '', formatId = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const service = getLanguageService({});
  service.configure({ validate: true, allowComments: false });
  const schema = findFormat(formatId)?.schema as JSONSchema;
  let problems = 0;
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue;
    const document = TextDocument.create('file:///line.json', 'json', 1, text);
    const parsed = service.parseJSONDocument(document);
    problems += (await service.doValidation(document, parsed, undefined, schema)).length;
  }
  process.stdout.write(`${problems}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
