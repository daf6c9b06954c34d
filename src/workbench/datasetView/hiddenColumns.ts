import * as vscode from 'vscode';
import { type Column, columns } from './datasetView.protocol';
import { datasetViewStrings } from './datasetViewStrings';

const key = 'tunewright.datasetViewHiddenColumns';

/** The columns that a person does not want to see, for all dataset views of a workspace. */
export class HiddenColumns {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  get all(): readonly Column[] {
    const kept = this.memory.get<readonly unknown[]>(key, []);
    return choices.filter((column) => kept.includes(column));
  }

  /** Asks which are to be shown. */
  async choose(): Promise<void> {
    const names = datasetViewStrings();
    const hidden = this.all;
    const items = choices.map((column) => ({
      ...{ column, label: names[column] },
      picked: !hidden.includes(column),
    }));
    const title = vscode.l10n.t('Columns to Show');
    const shown = await vscode.window.showQuickPick(items, { title, canPickMany: true });
    if (shown === undefined) return;
    const now = choices.filter((column) => !shown.some((one) => one.column === column));
    await this.memory.update(key, now);
    this.#changed.fire();
  }
}

/** A row is known by its line. */
const choices = columns.filter((column) => column !== 'line');
