import type * as vscode from 'vscode';
import type { TokenCounter } from '../../dataset/tokens/tokenCounter';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import type { DatasetSettings } from '../editor/documents/datasetSettings';
import { isTooLarge } from '../editor/documents/tooLarge';
import type { ExampleFiles } from '../editor/examples/exampleFiles';
import { viewTypes } from '../ui/viewTypes';
import { DatasetPage, type DatasetPageHost } from './datasetPage';
import { DocumentRows } from './documentRows';
import { EditableDocument } from './editableDocument';
import { HiddenColumns } from './hiddenColumns';
import { LargeDatasets } from './largeDataset';
import { RowEdits } from './rowEdits';

export interface DatasetEditorHost extends Omit<DatasetPageHost, 'hiddenColumns'> {
  readonly datasets: DatasetDocuments;
  readonly datasetSettings: DatasetSettings;
  readonly exampleFiles: ExampleFiles;
  readonly counter: TokenCounter;
  readonly memory: vscode.Memento;
}

/** What VS Code asks of the dataset view, by the kind of file. */
export interface DatasetEditors {
  readonly dataset: vscode.CustomTextEditorProvider;
  readonly largeDataset: LargeDatasets;
}

/** VS Code shares no document above 50 MB, and shows an error in place of an editor that wants one: there are two. */
export function datasetEditors(editors: DatasetEditorHost): DatasetEditors {
  const host = { ...editors, hiddenColumns: new HiddenColumns(editors.memory) };
  return {
    dataset: {
      resolveCustomTextEditor(document, panel) {
        const rows = new EditableDocument(document, host.datasets, host.exampleFiles);
        const source = new DocumentRows(document, host.datasets, new RowEdits(rows));
        panel.onDidDispose(() => source.dispose());
        new DatasetPage(panel, document.uri, source, host);
      },
    },
    largeDataset: new LargeDatasets(host),
  };
}

/** Which of the two shows a file. */
export async function datasetViewType(uri: vscode.Uri): Promise<string> {
  return (await isTooLarge(uri)) ? viewTypes.largeDataset : viewTypes.dataset;
}
