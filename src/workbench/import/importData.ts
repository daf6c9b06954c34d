import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { jsonLinesEndings } from '../../dataset/files/fileNames';
import { formatOf } from '../../dataset/formats/detection/sampleFormat';
import { findFormat } from '../../dataset/formats/index';
import { vertexContents } from '../../dataset/formats/vertexContents';
import { columnsOf, guessColumns } from '../../dataset/import/columns';
import { type Looked, lookInto } from '../../dataset/import/importJob';
import { ImportError, SheetsError } from '../../dataset/import/record';
import { resourceInFront } from '../editor/documents/foundDatasets';
import { signalOf } from '../ui/cancellation';
import { type Content, withFileOnDisk } from '../ui/fileOnDisk';
import type { Workbench } from '../workbench';
import { chooseMapping, type ImportChoice, readingOf } from './mappingForm';
import { freeNameBeside, writeImported } from './writeImported';

const endings = ['csv', 'tsv', 'tab', 'txt', 'xlsx', 'parquet', 'json', ...jsonLinesEndings];

/** Makes a dataset of a table or of another tool's file: the one that is named, else the one in front, else a chosen one. */
export async function importData(workbench: Workbench, argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : (importableInFront() ?? (await askForFile()));
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  const name = uri.path.split('/').at(-1) ?? '';
  await importSource(workbench, { name, uri, ...(document?.isDirty ? { text: document.getText() } : {}) });
}

/** The same with the table in the clipboard, as a spreadsheet copies it. */
export async function importPastedTable(workbench: Workbench): Promise<void> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '')
    throw new UserError(
      vscode.l10n.t(
        'The clipboard is empty. Copy the cells of a table first, with the names of its columns.',
      ),
      'EMPTY_CLIPBOARD',
    );
  await importSource(workbench, { name: vscode.l10n.t('Pasted Table'), text });
}

async function importSource({ imports }: Workbench, source: Content): Promise<void> {
  await withFileOnDisk(source, async (file) => {
    const { sheet, looked } = await lookAt(source.name, file);
    const sample = looked.sample.flatMap((row) => ('value' in row ? [row.value] : []));
    if (sample.length === 0)
      throw new UserError(vscode.l10n.t('{0} has no rows to import.', source.name), 'NO_ROWS');
    const columns = inWords(() => columnsOf(sample));
    const recognized = formatOf(sample.map((value) => JSON.stringify(value)));
    const kept = imports.of(columns);
    const first: ImportChoice = {
      recognized,
      asRecognized: recognized !== undefined && (kept?.asRecognized ?? true),
      map: kept?.map ?? guessColumns(columns),
      to: (kept && findFormat(kept.to)) ?? vertexContents,
    };
    const place = freeNameBeside(source);
    const choice = await chooseMapping(
      {
        name: source.name,
        place: place === undefined ? undefined : path.basename(place),
        columns,
        sample: looked.sample,
      },
      first,
    );
    const reading = readingOf(choice);
    await imports.keep(columns, { map: choice.map, asRecognized: choice.asRecognized, to: choice.to.id });
    await writeImported(
      { source, place, rowName: looked.rowName },
      {
        path: file,
        name: source.name,
        sheet,
        to: choice.to.id,
        map: reading.kind === 'columns' ? reading.map : undefined,
      },
    );
  });
}

/** The first rows; of a workbook with several sheets the user chooses one. */
async function lookAt(
  name: string,
  file: string,
): Promise<{ readonly sheet: string | undefined; readonly looked: Looked }> {
  for (let sheet: string | undefined; ; ) {
    try {
      const looked = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Reading {0}…', name),
          cancellable: true,
        },
        (_, token) => lookInto({ path: file, name, sheet }, signalOf(token)),
      );
      return { sheet, looked };
    } catch (error) {
      if (!(error instanceof SheetsError)) throw errorInWords(error);
      const placeHolder = vscode.l10n.t('Select the sheet to import');
      sheet = await vscode.window.showQuickPick([...error.sheets], { placeHolder });
      if (sheet === undefined) throw new vscode.CancellationError();
    }
  }
}

function importableInFront(): vscode.Uri | undefined {
  const uri = resourceInFront();
  return uri && endings.includes(path.extname(uri.path).slice(1).toLowerCase()) ? uri : undefined;
}

async function askForFile(): Promise<vscode.Uri> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Select the file to import'),
      openLabel: vscode.l10n.t('Import'),
      filters: { [vscode.l10n.t('Tables and JSON')]: endings },
    })) ?? [];
  if (uri === undefined) throw new vscode.CancellationError();
  return uri;
}

function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw errorInWords(error);
  }
}

function errorInWords(error: unknown): unknown {
  return error instanceof ImportError ? new UserError(error.message, 'IMPORT', [], { cause: error }) : error;
}
