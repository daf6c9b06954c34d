/** The one object that VS Code gives to a page. `Kept` survives hiding the panel and reloading the window. */
export interface VsCodeApi<Message, Kept> {
  postMessage(message: Message): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi<Message, Kept>(): VsCodeApi<Message, Kept>;

export function vscodeApi<Message, Kept>(): VsCodeApi<Message, Kept> {
  return acquireVsCodeApi<Message, Kept>();
}
