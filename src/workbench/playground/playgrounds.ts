import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { read } from '../ui/page/page.protocol';
import { Pages } from '../ui/page/pages';
import { viewTypes } from '../ui/viewTypes';
import { PlaygroundHistory } from './history/playgroundHistory';
import { pickFromHistory } from './history/playgroundHistoryPick';
import { type PlaygroundHost, PlaygroundPanel } from './playgroundPanel';
import { keptPlayground } from './protocol/playground.protocol';
import type { PlaygroundTarget } from './protocol/playgroundState.protocol';
import type { KeptConversation } from './session/playgroundSession';
import { type PlaygroundStart, startConversation } from './session/playgroundStart';
import { pickTarget } from './targets/playgroundTargetPick';

/** The open playgrounds. */
export class Playgrounds implements vscode.Disposable {
  readonly pages: Pages<KeptConversation, PlaygroundPanel>;
  readonly #watching: { dispose(): void };
  readonly #history: PlaygroundHistory;
  #closing = false;

  constructor(private readonly host: PlaygroundHost) {
    this.#history = new PlaygroundHistory(path.join(host.storageFolder, 'playground'));
    const tools = {
      showHistory: (targets: readonly PlaygroundTarget[]) => this.showHistory(targets),
      isClosing: () => this.#closing,
    };
    this.pages = new Pages({
      viewType: viewTypes.playground,
      titleOf: () => '',
      isOf: ({ session }, { state }) => session.state.id === state.id,
      open: (panel, conversation) => new PlaygroundPanel(panel, conversation, host, this.#history, tools),
      subjectOf: (kept) => this.#conversationOf(kept),
    });
    this.#watching = vscode.Disposable.from(
      host.memory.onDidDelete(() => {
        for (const open of this.pages.all) open.lookForGone();
      }),
      host.connections.onDidChange(() => {
        for (const open of this.pages.all) open.showAnew();
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
    const open = this.pages.all.find(({ session }) => session.state.targets[0]?.id === first.id);
    if (open && start === undefined) {
      for (const target of targets) open.session.addTarget(target);
      open.panel.reveal();
    } else {
      const begin = start ?? this.active?.session.unsent(first);
      // Beside the dataset that the conversation comes from.
      const viewColumn = start?.origin ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
      this.pages.show(startConversation(targets, begin, randomUUID), { viewColumn });
    }
  }

  /** The playground that the user is in. */
  get active(): PlaygroundPanel | undefined {
    return this.pages.all.find(({ panel }) => panel.active);
  }

  /** Lets the user pick what to prompt; what was prompted last comes first. Undefined: none was picked. */
  pickTarget(title: string, taken: readonly PlaygroundTarget[] = []): Promise<PlaygroundTarget | undefined> {
    return pickTarget(this.host, title, taken, this.host.recent.ids);
  }

  /** Lets the user pick a past conversation, which is then opened again. */
  async showHistory(targets: readonly PlaygroundTarget[] = []): Promise<void> {
    const picked = await pickFromHistory(this.#history, targets);
    const conversation = picked && this.#withFeatures(picked);
    if (conversation) this.pages.show(conversation);
  }

  async #conversationOf(kept: unknown): Promise<KeptConversation | undefined> {
    const id = read(keptPlayground, kept)?.conversation;
    const conversation = id === undefined ? undefined : await this.#history.load(id);
    return conversation && this.#withFeatures(conversation);
  }

  /** The window closes: what it shows again when it is back must still be there. */
  dispose(): void {
    this.#closing = true;
    this.#watching.dispose();
    this.pages.dispose();
  }

  /** A conversation from the history, with what its targets take now; undefined when their services are gone. */
  #withFeatures({ state, data }: KeptConversation): KeptConversation | undefined {
    const targets = state.targets.flatMap((target) => {
      const service = this.host.services.find(({ id }) => id === target.service);
      return service ? [{ ...target, features: service.promptFeatures(target) }] : [];
    });
    return targets.length === 0 ? undefined : { state: { ...state, targets }, data };
  }
}
