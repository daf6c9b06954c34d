import type * as vscode from 'vscode';
import type { ErrorBoundary } from '../errorBoundary';
import { panelFolder, panelHtml } from '../panelHtml';
import { fromEveryPage, type PageProtocol, read, type Schema, type ToPage } from './page.protocol';

/** What pages need of the window. */
export interface PageHost {
  readonly boundary: ErrorBoundary;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** What a page consists of at the host. */
export interface PageParts<P extends PageProtocol> {
  /** Its folder in `src/webviews`. */
  readonly name: string;
  /** It is given pictures in what it is told. */
  readonly pictures?: 'data:';
  readonly requests: Schema<P['request']>;
  readonly kept?: Schema<P['kept']>;
  strings(): P['strings'];
  /** It is loaded, perhaps anew, and is to be shown all. */
  ready(kept: P['kept'] | undefined): Promise<void> | void;
  receive(request: P['request']): Promise<void> | void;
  /** It is on the screen, or not any more. */
  seen?(isVisible: boolean): void;
}

/** The host's side of one page, for as long as its panel is there. */
export class Page<P extends PageProtocol> {
  readonly #ends: { dispose(): unknown }[] = [];
  #isClosed = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly host: PageHost,
    private readonly parts: PageParts<P>,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [panelFolder(host.extensionUri)] };
    webview.onDidReceiveMessage((message) => this.run(() => this.#receive(message)));
    panel.onDidChangeViewState(() => parts.seen?.(panel.visible));
    panel.onDidDispose(() => {
      this.#isClosed = true;
      for (const end of this.#ends) end.dispose();
    });
  }

  /** From now on it can be ready. */
  load(): void {
    const { panel, host, parts } = this;
    panel.webview.html = panelHtml(panel.webview, host.extensionUri, parts.name, parts.pictures);
  }

  show(state: P['state']): void {
    this.#post({ type: 'state', state, strings: this.parts.strings() });
  }

  tell(...events: readonly P['event'][]): void {
    this.#post({ type: 'events', events });
  }

  /** They end with the page. */
  own(...ends: readonly { dispose(): unknown }[]): void {
    this.#ends.push(...ends);
  }

  run(action: () => Promise<void> | void): Promise<void> {
    return this.host.boundary.run(this.parts.name, action);
  }

  async #receive(message: unknown): Promise<void> {
    const { host, parts, panel } = this;
    const own = read(fromEveryPage, message);
    if (own?.type === 'pageError') {
      host.log.error(`Page ${parts.name}: ${own.message}`);
    } else if (own?.type === 'ready') {
      const kept = parts.kept && read(parts.kept, own.kept);
      this.#post({ type: 'kept', kept });
      await parts.ready(kept);
      if (!this.#isClosed) parts.seen?.(panel.visible);
    } else {
      const request = read(parts.requests, message);
      if (request === undefined) host.log.warn(`The page ${parts.name} sent an unknown message.`);
      else await parts.receive(request);
    }
  }

  #post(message: ToPage<P>): void {
    if (this.#isClosed) return;
    void this.panel.webview.postMessage(message); // false when the page is hidden: it asks for all when it is back
  }
}
