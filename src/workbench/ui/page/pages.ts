import * as vscode from 'vscode';

/** A kind of page that people open, of which several can be there. */
export interface PageKind<Subject, Open extends { readonly panel: vscode.WebviewPanel }> {
  readonly viewType: string;
  readonly enableFindWidget?: boolean;
  titleOf(subject: Subject): string;
  isOf(open: Open, subject: Subject): boolean;
  /** Undefined when the subject can't be shown any more: the panel is closed. */
  open(panel: vscode.WebviewPanel, subject: Subject): Open | undefined;
  /** What a page was of that was open when the window was reloaded; undefined when nobody knows. */
  subjectOf?(kept: unknown): Promise<Subject | undefined> | Subject | undefined;
}

/** The open pages of one kind, one of each subject. */
export class Pages<Subject, Open extends { readonly panel: vscode.WebviewPanel }>
  implements vscode.WebviewPanelSerializer, vscode.Disposable
{
  readonly #open = new Set<Open>();

  constructor(private readonly kind: PageKind<Subject, Open>) {}

  get all(): readonly Open[] {
    return [...this.#open];
  }

  /** Opens a page, or shows the one that is open. */
  show(
    subject: Subject,
    { viewColumn = vscode.ViewColumn.Active, preserveFocus = false } = {},
  ): Open | undefined {
    const open = this.#find(subject);
    open?.panel.reveal(undefined, preserveFocus);
    if (open) return open;
    const { viewType, enableFindWidget = false } = this.kind;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      this.kind.titleOf(subject),
      { viewColumn, preserveFocus },
      { enableFindWidget },
    );
    return this.#adopt(panel, subject);
  }

  /** VS Code calls this for each page that was open when the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const subject = await this.kind.subjectOf?.(kept);
    if (subject === undefined || this.#find(subject)) panel.dispose();
    else this.#adopt(panel, subject);
  }

  dispose(): void {
    for (const { panel } of this.#open) panel.dispose();
  }

  #find(subject: Subject): Open | undefined {
    return this.all.find((open) => this.kind.isOf(open, subject));
  }

  #adopt(panel: vscode.WebviewPanel, subject: Subject): Open | undefined {
    const open = this.kind.open(panel, subject);
    if (open === undefined) {
      panel.dispose();
      return undefined;
    }
    this.#open.add(open);
    panel.onDidDispose(() => this.#open.delete(open));
    return open;
  }
}
