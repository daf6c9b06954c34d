// `tunewright: check` among VS Code's tasks: the command line on a whole folder, for files that aren't open too.
import * as vscode from 'vscode';
import { setContext } from '../ui/contextKeys';

const checkTaskType = 'tunewright';

/** In Restricted Mode, VS Code runs no tasks. */
export function registerTasks({ extensionUri }: vscode.ExtensionContext): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.tasks.registerTaskProvider(checkTaskType, {
      provideTasks: () =>
        (vscode.workspace.workspaceFolders ?? [])
          .filter(({ uri }) => uri.scheme === 'file')
          .map((folder) => checkTask(extensionUri, folder, { type: checkTaskType })),
      resolveTask: ({ definition, scope }) =>
        typeof scope === 'object' ? checkTask(extensionUri, scope, definition) : undefined,
    }),
    vscode.tasks.onDidEndTaskProcess(({ execution }) => {
      if (execution.task.definition.type === checkTaskType) setContext('tunewright.hasRunCheck', true);
    }),
  );
}

/** @param definition as it is in tasks.json: `files` and `target` may be anything */
export function checkTask(
  extension: vscode.Uri,
  folder: vscode.WorkspaceFolder,
  definition: vscode.TaskDefinition,
): vscode.Task {
  const { files, target } = definition;
  const args = [
    vscode.Uri.joinPath(extension, 'dist', 'cli.js').fsPath,
    'check',
    ...(typeof target === 'string' ? ['--target', target] : []),
    '--',
    ...(Array.isArray(files) ? files.map(String) : ['.']),
  ];
  // On a desktop, the program that runs extensions is VS Code itself.
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const run = new vscode.ProcessExecution(process.execPath, args, { cwd: folder.uri.fsPath, env });
  return new vscode.Task(definition, folder, 'check', checkTaskType, run, '$tunewright');
}
