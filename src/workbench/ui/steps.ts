import * as vscode from 'vscode';

/** Thrown by a step when the user pressed Back. */
const back = Symbol('back');

export interface StepUi {
  /** Shows a list; resolves to the chosen item. */
  pick<Item extends vscode.QuickPickItem>(options: PickOptions<Item>): Promise<Item>;
  /** Shows a list to choose several items from; resolves to the chosen ones, at least one. */
  pickMany<Item extends vscode.QuickPickItem>(options: PickManyOptions<Item>): Promise<readonly Item[]>;
  /** Asks for a text that `validate` accepts. */
  input(options: InputOptions): Promise<string>;
}

export interface PickOptions<Item> {
  readonly placeholder: string;
  readonly items: readonly Item[] | Promise<readonly Item[]>;
  /** The item to start on. */
  readonly active?: (item: Item) => boolean;
  /** A button of an item was pressed; the list stays. */
  readonly onButton?: (item: Item) => void;
}

export interface PickManyOptions<Item> {
  readonly placeholder: string;
  readonly items: readonly Item[] | Promise<readonly Item[]>;
  /** Chosen from the start. */
  readonly chosen: (item: Item) => boolean;
  /** In place of the placeholder, once some are chosen: in the order of `items`. */
  readonly describe?: (chosen: readonly Item[]) => string;
}

export interface InputOptions {
  readonly prompt: string;
  readonly value: string;
  readonly validate: (value: string) => string | undefined;
}

/**
 * Adds its answer to what is known; `ui` shows the title, the step's number and Back. Returns `state` itself when there is
 * nothing to ask: Back passes it over.
 */
export type Step<State> = (state: State, ui: StepUi) => Promise<State>;

/**
 * Runs steps one after the other. Back returns to the step before with what was known then;
 * Escape rejects with a `CancellationError`.
 */
export async function runSteps<State>(
  title: string,
  steps: readonly Step<State>[],
  initial: State,
): Promise<State> {
  const states = [initial];
  let isBack = false;
  for (let index = 0; index < steps.length; ) {
    const step = steps[index];
    const state = states[index];
    if (step === undefined || state === undefined) break;
    try {
      const place = { step: index + 1, totalSteps: steps.length };
      const next = await step(state, stepUi(title, place, index > 0));
      states[index + 1] = next;
      isBack &&= next === state && index > 0;
      index += isBack ? -1 : 1;
    } catch (error) {
      if (error !== back) throw error;
      isBack = true;
      index = Math.max(0, index - 1);
    }
  }
  return states[steps.length] ?? initial;
}

/** Asks one thing that is no step of a form; Escape rejects with a `CancellationError`. */
export function askOne<Answer>(title: string, ask: (ui: StepUi) => Promise<Answer>): Promise<Answer> {
  return ask(stepUi(title, {}, false));
}

export interface FormRow extends vscode.QuickPickItem {
  /** Asks for another value; Back leads to the form again. */
  readonly change?: (ui: StepUi) => Promise<void>;
  /** Choosing it ends the form, after the change. */
  readonly ends?: boolean;
}

/**
 * A form: one list with everything filled in, in which each row can be changed. Escape rejects with a `CancellationError`.
 * @param rows as they are now; asked for again after each change
 */
export async function runForm(
  title: string,
  placeholder: string,
  rows: () => readonly FormRow[] | Promise<readonly FormRow[]>,
): Promise<void> {
  for (;;) {
    const items = Promise.resolve(rows());
    const row = await stepUi(title, {}, false).pick<FormRow>({ placeholder, items });
    try {
      await row.change?.(stepUi(title, {}, true));
    } catch (error) {
      if (error === back) continue;
      throw error;
    }
    if (row.ends) return;
  }
}

function stepUi(
  title: string,
  place: { readonly step?: number; readonly totalSteps?: number },
  canGoBack: boolean,
): StepUi {
  const prepare = (input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] }) => {
    Object.assign(input, { title, ...place, ignoreFocusOut: true });
    input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  };
  return {
    async pick<Item extends vscode.QuickPickItem>(options: PickOptions<Item>) {
      const input = vscode.window.createQuickPick<Item>();
      prepare(input);
      input.placeholder = options.placeholder;
      input.matchOnDescription = true;
      input.busy = true;
      return until<Item>(input, async (resolve) => {
        input.onDidAccept(() => input.selectedItems[0] && resolve(input.selectedItems[0]));
        input.onDidTriggerItemButton(({ item }) => options.onButton?.(item));
        const items = await options.items;
        input.items = items;
        input.busy = false;
        const active = options.active && items.find(options.active);
        if (active) input.activeItems = [active];
      });
    },
    async pickMany<Item extends vscode.QuickPickItem>(options: PickManyOptions<Item>) {
      const input = vscode.window.createQuickPick<Item>();
      prepare(input);
      input.placeholder = options.placeholder;
      input.matchOnDescription = true;
      input.canSelectMany = true;
      input.busy = true;
      return until<readonly Item[]>(input, async (resolve) => {
        input.onDidAccept(() => input.selectedItems.length > 0 && resolve(input.selectedItems));
        const items = await options.items;
        input.onDidChangeSelection((chosen) => {
          const inOrder = items.filter((item) => chosen.includes(item));
          input.placeholder =
            (inOrder.length > 0 ? options.describe?.(inOrder) : undefined) ?? options.placeholder;
        });
        input.items = items;
        input.busy = false;
        input.selectedItems = items.filter(options.chosen);
      });
    },
    async input(options) {
      const input = vscode.window.createInputBox();
      prepare(input);
      input.prompt = options.prompt;
      input.value = options.value;
      const check = () => {
        input.validationMessage = options.validate(input.value.trim()) ?? '';
        return input.validationMessage === '';
      };
      return until<string>(input, async (resolve) => {
        input.onDidChangeValue(check);
        input.onDidAccept(() => check() && resolve(input.value.trim()));
      });
    },
  };
}

/** Shows an input until it is answered, left or gone back from. */
async function until<Answer>(
  input: vscode.QuickInput & { onDidTriggerButton: vscode.Event<vscode.QuickInputButton> },
  listen: (resolve: (answer: Answer) => void) => Promise<void>,
): Promise<Answer> {
  try {
    return await new Promise<Answer>((resolve, reject) => {
      input.onDidTriggerButton(() => reject(back));
      input.onDidHide(() => reject(new vscode.CancellationError()));
      input.show();
      listen(resolve).catch(reject);
    });
  } finally {
    input.dispose();
  }
}
