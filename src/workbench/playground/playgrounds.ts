import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { panelFolder, panelHtml } from '../ui/panelHtml';
import { viewTypes } from '../ui/viewTypes';
import { PlaygroundHistory } from './history/playgroundHistory';
import { pickFromHistory } from './history/playgroundHistoryPick';
import { type PlaygroundHost, PlaygroundPanel } from './playgroundPanel';
import type { PlaygroundTarget } from './protocol/playgroundState.protocol';
import type { KeptConversation } from './session/playgroundSession';
import { type PlaygroundStart, startConversation } from './session/playgroundStart';
import { pickTarget } from './targets/playgroundTargetPick';

/** The open playgrounds. */
export class Playgrounds implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #open = new Set<PlaygroundPanel>();
  readonly #watching: { dispose(): void };
  readonly #history: PlaygroundHistory;
  #closing = false;

  constructor(private readonly host: PlaygroundHost) {
    this.#history = new PlaygroundHistory(path.join(host.storageFolder, 'playground'));
    this.#watching = vscode.Disposable.from(
      host.deleted.onDidChange(() => {
        for (const open of this.#open) open.lookForGone();
      }),
      host.connections.onDidChange(() => {
        for (const open of this.#open) void open.receive({ type: 'ready' }); // answers come from elsewhere now
      }),
    );
  }

  /**
   * Without a start, a playground that is open for the first target is shown again; a new one takes over what is written and
   * not sent in the one that the user comes from. One to four targets.
   */
  show(targets: readonly PlaygroundTarget[], start?: PlaygroundStart): void {
    const [first] = targets;
    this.host.recent.add(targets);
    if (first === undefined) throw new Error('A playground needs a target.');
    const open = [...this.#open].find(({ session }) => session.state.targets[0]?.id === first.id);
    if (open && start === undefined) {
      for (const target of targets) open.session.addTarget(target);
      open.panel.reveal();
    } else {
      const begin = start ?? this.active?.session.unsent(first);
      // Beside the dataset that the conversation comes from.
      const column = start?.origin ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      this.#create(startConversation(targets, begin, randomUUID), column);
    }
  }

  /** The playground that the user is in. */
  get active(): PlaygroundPanel | undefined {
    return [...this.#open].find(({ panel }) => panel.active);
  }

  /** Lets the user pick what to prompt; what was prompted last comes first. Undefined: none was picked. */
  pickTarget(title: string, taken: readonly PlaygroundTarget[] = []): Promise<PlaygroundTarget | undefined> {
    return pickTarget(this.host, title, taken, this.host.recent.ids);
  }

  /** Lets the user pick a past conversation, which is then opened again. */
  async showHistory(targets: readonly PlaygroundTarget[] = []): Promise<void> {
    const picked = await pickFromHistory(this.#history, targets);
    if (picked === undefined) return;
    const open = [...this.#open].find(({ session }) => session.state.id === picked.state.id);
    if (open) {
      open.panel.reveal();
      return;
    }
    const conversation = this.#withFeatures(picked);
    if (conversation) this.#create(conversation, vscode.ViewColumn.Active);
  }

  /** VS Code calls this for each panel that was open when the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const id =
      typeof kept === 'object' && kept !== null && 'conversation' in kept ? kept.conversation : undefined;
    const conversation = typeof id === 'string' ? await this.#history.load(id) : undefined;
    const known = conversation && this.#withFeatures(conversation);
    if (known === undefined) return panel.dispose();
    panel.webview.options = this.#options();
    this.#adopt(panel, known);
  }

  /** The window closes: what it shows again when it is back must still be there. */
  dispose(): void {
    this.#closing = true;
    this.#watching.dispose();
    for (const open of this.#open) open.panel.dispose();
  }

  /** A conversation from the history, with what its targets take now; undefined when their services are gone. */
  #withFeatures({ state, data }: KeptConversation): KeptConversation | undefined {
    const targets = state.targets.flatMap((target) => {
      const service = this.host.services.find(({ id }) => id === target.service);
      return service ? [{ ...target, features: service.promptFeatures(target) }] : [];
    });
    return targets.length === 0 ? undefined : { state: { ...state, targets }, data };
  }

  #create(conversation: KeptConversation, column: vscode.ViewColumn): void {
    this.#adopt(
      vscode.window.createWebviewPanel(viewTypes.playground, '', column, this.#options()),
      conversation,
    );
  }

  #adopt(panel: vscode.WebviewPanel, conversation: KeptConversation): void {
    const showHistory = (targets: readonly PlaygroundTarget[]) => this.showHistory(targets);
    const open = new PlaygroundPanel(panel, conversation, this.host, this.#history, showHistory);
    this.#open.add(open);
    panel.onDidDispose(() => {
      this.#open.delete(open);
      open.dispose();
      if (!this.#closing) open.forgetEmpty();
    });
    panel.webview.html = panelHtml(panel.webview, this.host.extensionUri, 'playground');
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [panelFolder(this.host.extensionUri)] };
  }
}
