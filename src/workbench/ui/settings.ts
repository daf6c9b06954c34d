import * as vscode from 'vscode';
import type { Target } from '../../dataset/targets/target';

/** One setting of ours, read at use. */
export class Setting<Value> {
  constructor(private readonly key: string) {}

  get value(): Value | undefined {
    return vscode.workspace.getConfiguration('tunewright').get<Value>(this.key);
  }

  /** Whether a folder or workspace has set it, which a stranger may have written. */
  get isOfWorkspace(): boolean {
    const found = vscode.workspace.getConfiguration('tunewright').inspect<Value>(this.key);
    return (found?.workspaceFolderValue ?? found?.workspaceValue) !== undefined;
  }

  /** Settings that decide where credentials go are machine-scoped: a workspace cannot change them. */
  async set(value: Value): Promise<void> {
    await vscode.workspace
      .getConfiguration('tunewright')
      .update(this.key, value, vscode.ConfigurationTarget.Global);
  }

  /** Where it counts: in the workspace when that has set it. */
  async change(value: Value): Promise<void> {
    if (!this.isOfWorkspace) return this.set(value);
    await vscode.workspace
      .getConfiguration('tunewright')
      .update(this.key, value, vscode.ConfigurationTarget.Workspace);
  }

  onDidChange(listener: () => unknown): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`tunewright.${this.key}`)) listener();
    });
  }
}

export type ConnectionKind = 'none' | 'sandbox' | 'google';

export const settings = {
  connection: new Setting<ConnectionKind>('connection'),
  googleProject: new Setting<string>('google.project'),
  googleRegion: new Setting<string>('google.region'),
  googleAllRegions: new Setting<boolean>('google.allRegions'),
  sandboxFolder: new Setting<string>('sandbox.folder'),
  webhook: new Setting<string>('jobs.webhook'),
  endTask: new Setting<string>('jobs.task'),
  chatModels: new Setting<boolean>('chat.models'),
  addedTargets: new Setting<readonly Target[]>('dataset.addedTargets'),
};
