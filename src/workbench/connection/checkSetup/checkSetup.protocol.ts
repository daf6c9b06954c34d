// What the page of Check Setup and its host say to each other. The host owns the state; the page gets texts only.

export type ShownState = 'ok' | 'advice' | 'problem' | 'unchecked' | 'checking';

export interface ShownLink {
  readonly id: string;
  readonly title: string;
  readonly state: ShownState;
  /** The state in a word, for those who do not see the colour. */
  readonly stateLabel: string;
  readonly sentence: string;
  readonly gcloud: readonly string[];
  /** Titles of buttons. */
  readonly steps: readonly string[];
}

export interface CheckSetupState {
  readonly heading: string;
  /** Whose setup it is. */
  readonly subject: string;
  /** The outcome in a sentence; read out by screen readers when it changes. */
  readonly summary: string;
  readonly running: boolean;
  readonly links: readonly ShownLink[];
  readonly strings: CheckSetupStrings;
}

export interface CheckSetupStrings {
  readonly again: string;
  readonly copy: string;
  readonly copied: string;
  readonly runInTerminal: string;
}

export type ToCheckSetup =
  | { readonly type: 'state'; readonly state: CheckSetupState }
  | { readonly type: 'copied'; readonly link: number; readonly line: number };

/** Links, lines and steps are named by their place: nothing that the page says is run. */
export type FromCheckSetup =
  | { readonly type: 'ready' | 'again' }
  | { readonly type: 'copy'; readonly link: number; readonly line: number }
  | { readonly type: 'step'; readonly link: number; readonly step: number }
  | { readonly type: 'pageError'; readonly message: string };

/** Reads a message of the page; undefined when it is not in the protocol. */
export function readFromCheckSetup(message: unknown): FromCheckSetup | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type } = message;
  const place = (key: string) => {
    const value: unknown = Object.getOwnPropertyDescriptor(message, key)?.value;
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  };
  const link = place('link');
  const line = place('line');
  const step = place('step');
  if (type === 'ready' || type === 'again') return { type };
  if (type === 'copy' && link !== undefined && line !== undefined) return { type, link, line };
  if (type === 'step' && link !== undefined && step !== undefined) return { type, link, step };
  if (type === 'pageError' && 'message' in message) return { type, message: String(message.message) };
  return undefined;
}
