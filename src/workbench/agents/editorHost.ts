import * as vscode from 'vscode';
import type { Host } from '../../agents/host';
import { ToolRefusal } from '../../agents/toolRefusal';
import { commandText } from '../../base/commandText';
import { fixInSteps } from '../../dataset/editing/fixInSteps';
import { requireLossless } from '../editor/documents/lossless';
import { isTooLarge } from '../editor/documents/tooLarge';
import { addExamples } from '../editor/examples/addExamples';
import { requireSaved } from '../editor/examples/largeFile';
import { openFile } from '../editor/examples/openFile';
import { workspaceEdit } from '../editor/problems/ranges';
import { withFileOnDisk } from '../ui/fileOnDisk';
import { requireTrust } from '../ui/trust';
import type { Workbench } from '../workbench';
import { fileInWorkspace, placeInWorkspace } from './workspaceFiles';

type Parts = Pick<Workbench, 'services' | 'connections' | 'datasets' | 'datasetSettings'>;

/** Documents as the user has them, and edits that they see and can undo. */
export function editorHost({ services, connections, datasets, datasetSettings }: Parts): Host {
  return {
    whereChangesAre:
      'The change is an edit in the editor, which the user sees, can undo, and saves. Tools read it as it is.',
    async withFile(name, work) {
      const uri = await fileInWorkspace(name);
      const { severities, format, target, addedTargets } = datasetSettings.optionsForFile(uri);
      const options = {
        ...(severities ? { severities } : {}),
        ...(format === undefined ? {} : { format }),
        ...(target === undefined ? {} : { target }),
        ...(addedTargets ? { addedTargets } : {}),
      };
      const file = { place: uri.fsPath, name: vscode.workspace.asRelativePath(uri), options };
      const document = openDocument(uri);
      if (!document?.isDirty) {
        requireSaved(uri);
        return work({ ...file, path: uri.fsPath });
      }
      const typed = { name: file.name, text: document.getText() };
      return withFileOnDisk(typed, (own) => work({ ...file, path: own }));
    },
    newFile: placeInWorkspace,
    async fix({ place, name }, document, wanted, signal) {
      requireTrust();
      const uri = vscode.Uri.file(place);
      if (await isTooLarge(uri))
        throw new ToolRefusal(
          `${name} is larger than 50 MB or has more than 500,000 lines, so it isn't edited in VS Code. The user can run: ${commandText(['fix', '--in-place', place])}`,
        );
      const open = await openFile(uri);
      await requireLossless(open);
      const { version } = open;
      const edits = await fixInSteps(open.getText(), { wanted, document }, signal);
      if (open.version !== version)
        throw new ToolRefusal(`${name} was changed while it was read, so nothing was fixed. Try again.`);
      const lines = new Set(edits.map(({ range }) => range.start.line)).size;
      if (edits.length > 0 && !(await vscode.workspace.applyEdit(workspaceEdit(uri, edits))))
        throw new ToolRefusal(`${name} can't be changed: it's read-only, or was changed in the meantime.`);
      await vscode.window.showTextDocument(open, { preview: false, preserveFocus: true });
      return { lines: open.lineCount, fixed: lines };
    },
    async add({ place }, examples, format) {
      requireTrust();
      await addExamples(datasets, { kind: 'file', uri: vscode.Uri.file(place) }, examples, format);
    },
    async services() {
      requireTrust();
      return { services, isSandbox: connections.kind === 'sandbox' };
    },
    /** Asked here, whatever VS Code has asked before: its own confirmation of a tool can be turned off for good. */
    async consent({ message }) {
      const send = vscode.l10n.t('Send');
      const chosen = await vscode.window.showWarningMessage(message, { modal: true }, send);
      if (chosen !== send)
        throw new ToolRefusal("The user said no. Nothing was sent. Don't ask again unless they want it.");
    },
  };
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
}
