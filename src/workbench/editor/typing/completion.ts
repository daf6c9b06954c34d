import * as vscode from 'vscode';
import { type Completion, completionsAt } from '../../../dataset/completion/completions';
import {
  isEmptyFile,
  isUnwritten,
  type NewExample,
  newExamples,
} from '../../../dataset/completion/newExamples';
import type { DatasetDocument } from '../../../dataset/document/datasetDocument';
import type { DatasetFormat } from '../../../dataset/formats/format';
import { formats } from '../../../dataset/formats/index';
import { spacingOf } from '../../../dataset/json/spacing';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { jsonlFiles } from '../documents/jsonlFiles';
import { rangeOnLine } from '../problems/ranges';

/** A new line offers the next example, so that a person types texts only. */
const triggers = ['\n', '"', '{', '[', ',', ':'];

/** Offers whole examples on an empty line, and keys, roles and values within one. Silent in JSONL that is no dataset. */
export function offerCompletions(datasets: DatasetDocuments): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems(document, position, _token, { triggerKind }) {
      const dataset = datasets.get(document);
      if (!dataset) return [];
      const text = document.lineAt(position.line).text;
      if (isUnwritten(text)) {
        const isAsked = triggerKind === vscode.CompletionTriggerKind.Invoke;
        const isMeant = dataset.isDataset || isEmptyFile(dataset, position.line);
        if (!isMeant && !isAsked) return [];
        return newExamples(dataset, position.line).map((example, index) =>
          exampleItem(example, labelOf(example, dataset), index, text, position.line),
        );
      }
      const spacing = spacingOf(neighbour(dataset, position.line));
      const found = possibleFormats(dataset, position.line).flatMap((format) =>
        completionsAt(text, position.character, { format, spacing }),
      );
      const labels = new Set<string>();
      return found
        .filter(({ label }) => !labels.has(label) && labels.add(label))
        .map((completion, index) => partItem(completion, index, position.line));
    },
  };
  return vscode.languages.registerCompletionItemProvider(jsonlFiles, provider, ...triggers);
}

/** The first line of a file may become any format. */
function possibleFormats(dataset: DatasetDocument, line: number): readonly DatasetFormat[] {
  if (dataset.format) return [dataset.format];
  return isEmptyFile(dataset, line) ? formats.filter(({ importOnly }) => !importOnly) : [];
}

/** A line that shows how the file is written; the one above, as this one is being typed. */
function neighbour(dataset: DatasetDocument, line: number): string {
  return dataset.line(line === 0 ? 1 : line - 1)?.text ?? '';
}

function labelOf({ likeAbove, format }: NewExample, dataset: DatasetDocument): vscode.CompletionItemLabel {
  if (likeAbove) return { label: vscode.l10n.t('Example like the previous one'), description: format.label };
  if (dataset.isDataset) return { label: vscode.l10n.t('Example'), description: format.label };
  return { label: format.label, description: vscode.l10n.t('new example') };
}

function exampleItem(
  { format, snippet }: NewExample,
  label: vscode.CompletionItemLabel,
  index: number,
  text: string,
  line: number,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet);
  item.range = rangeOnLine(line, { start: 0, end: text.length });
  item.insertText = new vscode.SnippetString(snippet);
  item.filterText = `${text.trimStart().startsWith('{') ? text : ''}${label.label} ${label.description} ${format.id}`;
  item.sortText = String(index).padStart(2, '0');
  item.preselect = index === 0;
  item.documentation = new vscode.MarkdownString(
    vscode.l10n.t(
      'Type the text, and press Tab to move to the next field. On a new line, you can insert the next example.',
    ),
  ).appendCodeblock(preview(snippet), 'json');
  return item;
}

/** The example with dots where texts go. */
function preview(snippet: string): string {
  return snippet.replace(/\\([\\$}])|\$(\d+)/g, (_, escaped?: string, stop?: string) =>
    escaped === undefined ? (stop === '0' ? '' : '…') : escaped,
  );
}

function partItem(completion: Completion, index: number, line: number): vscode.CompletionItem {
  const { kind, label, description, snippet, range, filter } = completion;
  const item = new vscode.CompletionItem(label, kinds[kind]);
  if (description !== undefined) item.documentation = description;
  item.range = rangeOnLine(line, range);
  item.insertText = new vscode.SnippetString(snippet);
  item.filterText = filter;
  item.sortText = String(index).padStart(3, '0');
  return item;
}

const kinds: Record<Completion['kind'], vscode.CompletionItemKind> = {
  key: vscode.CompletionItemKind.Property,
  role: vscode.CompletionItemKind.EnumMember,
  value: vscode.CompletionItemKind.Value,
};
