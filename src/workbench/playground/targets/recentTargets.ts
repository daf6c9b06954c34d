import type * as vscode from 'vscode';
import type { PlaygroundTarget } from '../protocol/playgroundState.protocol';

const key = 'tunewright.recentTargets';
const most = 8;

/** What was prompted last, over windows. Names only. */
export class RecentTargets {
  constructor(private readonly memory: vscode.Memento) {}

  /** `PlaygroundTarget.id`, the latest first. */
  get ids(): readonly string[] {
    return this.memory.get<string[]>(key, []);
  }

  add(targets: readonly Pick<PlaygroundTarget, 'id'>[]): void {
    const ids = targets.map(({ id }) => id);
    const recent = [...ids, ...this.ids.filter((id) => !ids.includes(id))].slice(0, most);
    void this.memory.update(key, recent);
  }
}
