/** What a listener is registered with; the shape of `vscode.Disposable`. */
export interface Subscription {
  dispose(): void;
}

/** The shape of `vscode.Event`, so that pure code can have events that VS Code understands. */
export type Event<T> = (listener: (value: T) => unknown) => Subscription;

/** A source of events. Listeners are called in the order of registration. */
export class Emitter<T> {
  readonly #listeners = new Set<{ call: (value: T) => unknown }>();

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener.call(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
