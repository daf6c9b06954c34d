import { Emitter } from '../../../base/events';

const key = 'tunewright.deletedModels';
/** Older ones are forgotten first: their rows are far down by then. */
const mostKept = 1000;

/** What outlasts the window; the shape of `vscode.Memento`. */
export interface KeptState {
  get<Value>(key: string, usual: Value): Value;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * Which tuned models were deleted from here. Vertex AI keeps their jobs for ever and goes on to name the model, so that only
 * who deleted it knows that it cannot be prompted any more.
 */
export class DeletedModels {
  /** Deleted in this window: another one that writes at the same moment may leave them out. */
  readonly #own = new Set<string>();
  #read: { readonly stored: readonly string[]; readonly names: ReadonlySet<string> } | undefined;

  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly state: KeptState) {}

  has({ name }: { readonly name: string }): boolean {
    return this.#own.has(name) || this.#stored().has(name);
  }

  /** @param names resource names of what was prompted: models, and endpoints of checkpoints, empty ones left out */
  async add(names: readonly string[]): Promise<void> {
    for (const name of names) if (name !== '') this.#own.add(name);
    const all = new Set([...this.#stored(), ...this.#own]);
    await this.state.update(key, [...all].slice(-mostKept));
    this.#changed.fire();
  }

  /** Another window may have deleted some. */
  lookAgain(): void {
    this.#changed.fire();
  }

  /** Read anew each time: another window may have deleted more. */
  #stored(): ReadonlySet<string> {
    const stored = this.state.get<readonly string[]>(key, []);
    if (this.#read?.stored !== stored) this.#read = { stored, names: new Set(stored) };
    return this.#read.names;
  }
}
