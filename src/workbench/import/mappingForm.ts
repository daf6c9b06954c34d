import * as vscode from 'vscode';
import type { DatasetFormat } from '../../dataset/formats/format';
import { formats } from '../../dataset/formats/index';
import { shownName } from '../../dataset/import/columnNames';
import { type ColumnMap, type ExamplePart, parts, type Reading } from '../../dataset/import/columns';
import { examplesOf } from '../../dataset/import/importRows';
import type { ForeignRow } from '../../dataset/import/record';
import { type FormRow, runForm, type StepUi } from '../ui/steps';

/** What the user decides, all filled in before. */
export interface ImportChoice {
  /** The format that the rows are in already. */
  readonly recognized: DatasetFormat | undefined;
  /** Whether its rows are read in that format, not by the map. */
  readonly asRecognized: boolean;
  readonly map: ColumnMap;
  readonly to: DatasetFormat;
}

export function readingOf({ recognized, asRecognized, map }: ImportChoice): Reading {
  return recognized && asRecognized ? { kind: 'format', format: recognized } : { kind: 'columns', map };
}

const PREVIEWED = 3;
const LONGEST = 300;

/** One list: what is imported and where to, what each column is, and the first examples as they will be written. */
export async function chooseMapping(
  { name, place, columns, sample }: MappedTable,
  first: ImportChoice,
): Promise<ImportChoice> {
  let choice = first;
  const title = vscode.l10n.t('Import {0}', name);
  const placeholder = vscode.l10n.t('Check the examples, then import. Select a column to change its use.');
  await runForm(title, placeholder, () => [
    importRow(choice, place),
    formatRow(choice, (next) => {
      choice = next;
    }),
    ...(choice.recognized
      ? [
          readingRow(choice, (next) => {
            choice = next;
          }),
        ]
      : []),
    // Without a prompt and a response, it would only show errors.
    ...(isMapped(choice) ? [separator(vscode.l10n.t('Preview')), ...previewRows(choice, sample)] : []),
    ...(choice.recognized && choice.asRecognized
      ? []
      : [
          separator(vscode.l10n.t('Columns')),
          ...columns.map((column) =>
            columnRow(column, choice, sample, (next) => {
              choice = next;
            }),
          ),
        ]),
  ]);
  return choice;
}

export interface MappedTable {
  readonly name: string;
  /** Name of the file that is written; undefined: a new document. */
  readonly place: string | undefined;
  readonly columns: readonly string[];
  readonly sample: readonly ForeignRow[];
}

function isMapped(choice: ImportChoice): boolean {
  const reading = readingOf(choice);
  return reading.kind === 'format' || (reading.map.prompt.length > 0 && reading.map.answer.length > 0);
}

type Change = (choice: ImportChoice) => void;

function importRow(choice: ImportChoice, place: string | undefined): FormRow {
  if (!isMapped(choice))
    return { label: vscode.l10n.t('$(warning) Select a column for the prompt and one for the response') };
  return {
    label:
      place === undefined
        ? vscode.l10n.t('$(check) Import into a New File')
        : vscode.l10n.t('$(check) Create {0}', place),
    ends: true,
  };
}

function formatRow(choice: ImportChoice, change: Change): FormRow {
  return {
    label: vscode.l10n.t('$(json) Format'),
    description: choice.to.label,
    change: async (ui) => {
      const items = formats
        .filter(({ importOnly }) => !importOnly)
        .map((format) => ({ label: format.label, description: format.source, format }));
      const { format } = await ui.pick({
        placeholder: vscode.l10n.t('Select the format to write'),
        items,
        active: (item) => item.format === choice.to,
      });
      change({ ...choice, to: format });
    },
  };
}

function readingRow(choice: ImportChoice, change: Change): FormRow {
  const known = choice.recognized?.label ?? '';
  const byColumns = vscode.l10n.t('Map columns');
  return {
    label: vscode.l10n.t('$(symbol-structure) Source layout'),
    description: choice.asRecognized ? known : byColumns,
    change: async (ui) => {
      const { asRecognized } = await ui.pick({
        placeholder: vscode.l10n.t('Select how the rows are read'),
        items: [
          { label: known, description: vscode.l10n.t('recognized'), asRecognized: true },
          { label: byColumns, asRecognized: false },
        ],
        active: (item) => item.asRecognized === choice.asRecognized,
      });
      change({ ...choice, asRecognized });
    },
  };
}

function columnRow(
  column: string,
  choice: ImportChoice,
  sample: readonly ForeignRow[],
  change: Change,
): FormRow {
  const own = parts.find((part) => choice.map[part].includes(column));
  const value = sample.flatMap((row) => ('value' in row ? (row.value[column] ?? []) : []))[0];
  return {
    label: `$(symbol-field) ${column === '' ? vscode.l10n.t('(no name)') : shownName(column)}`,
    description: own ? partText(own) : vscode.l10n.t('not imported'),
    detail: value === undefined ? '' : clipped(typeof value === 'string' ? value : JSON.stringify(value)),
    change: async (ui) =>
      change({ ...choice, map: withPart(choice.map, column, await askPart(column, own, ui)) }),
  };
}

async function askPart(
  column: string,
  own: ExamplePart | undefined,
  ui: StepUi,
): Promise<ExamplePart | undefined> {
  const items = [...parts.toSorted(byImportance), undefined].map((part) => ({
    label: part ? partText(part) : vscode.l10n.t("Don't import"),
    part,
  }));
  const { part } = await ui.pick({
    placeholder: vscode.l10n.t('Select what the column "{0}" is', shownName(column)),
    items,
    active: (item) => item.part === own,
  });
  return part;
}

function byImportance(one: ExamplePart, other: ExamplePart): number {
  return Number(one === 'system') - Number(other === 'system');
}

/** A column has one use; a part may have several columns. */
function withPart(map: ColumnMap, column: string, part: ExamplePart | undefined): ColumnMap {
  const own = (name: ExamplePart) => [
    ...map[name].filter((other) => other !== column),
    ...(name === part ? [column] : []),
  ];
  return { system: own('system'), prompt: own('prompt'), answer: own('answer') };
}

function partText(part: ExamplePart): string {
  const texts: Readonly<Record<ExamplePart, string>> = {
    system: vscode.l10n.t('System instruction'),
    prompt: vscode.l10n.t('Prompt'),
    answer: vscode.l10n.t('Response'),
  };
  return texts[part];
}

function previewRows(choice: ImportChoice, sample: readonly ForeignRow[]): FormRow[] {
  return sample.slice(0, PREVIEWED).map((row) => {
    const { examples, reason } = examplesOf(row, readingOf(choice), choice.to);
    return {
      label: vscode.l10n.t('$(eye) Row {0}', row.number),
      ...(reason === undefined ? {} : { description: `$(warning) ${reason}` }),
      detail: examples.length === 0 ? '' : clipped(examples.join(' ')),
    };
  });
}

function separator(label: string): FormRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function clipped(text: string): string {
  const line = text.slice(0, LONGEST).replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${line}…` : line;
}
